//! Pictures of a page, for documents and for looking at what a test saw.

use crate::{Page, Trouble, base64};
use serde_json::{Value, json};
use std::path::Path;

impl Page {
    /// What the window shows, as PNG.
    #[track_caller]
    pub fn picture(&self) -> Vec<u8> {
        let picture = self.session.get("/screenshot").and_then(|picture| bytes_of(&picture));
        self.sure("taking a picture", picture)
    }

    /// The whole page from top to bottom, as PNG, as wide as the window.
    #[track_caller]
    pub fn whole_picture(&self) -> Vec<u8> {
        let wanted = json!({"format": "png", "captureBeyondViewport": true, "clip": self.extent()});
        let picture = self.session.devtools("Page.captureScreenshot", &wanted);
        self.sure("taking a picture", picture.and_then(|picture| bytes_of(&picture["data"])))
    }

    /// Writes [`Page::whole_picture`] to a file.
    #[track_caller]
    pub fn save_picture(&self, file: &Path) {
        let written = std::fs::write(file, self.whole_picture());
        self.sure(&format!("writing {}", file.display()), written.map_err(Trouble::from));
    }

    #[track_caller]
    fn extent(&self) -> Value {
        let script = "const page = document.documentElement; return {x: 0, y: 0, width: page.clientWidth, \
                      height: Math.max(page.scrollHeight, page.clientHeight), scale: 1}";
        self.script(script, &[])
    }

    pub(crate) fn try_picture(&self, file: &Path) -> Result<(), Trouble> {
        let picture = bytes_of(&self.session.get("/screenshot")?)?;
        Ok(std::fs::write(file, picture)?)
    }
}

fn bytes_of(picture: &Value) -> Result<Vec<u8>, Trouble> {
    let bytes = picture.as_str().and_then(base64::decode);
    bytes.ok_or_else(|| Trouble::Answer("a picture that is not base 64".into()))
}
