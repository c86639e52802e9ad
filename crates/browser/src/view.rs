//! The reader's side: size of the window, light or dark, motion, scripts on or off.

use crate::Page;
use serde_json::json;

/// What the reader's system prefers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Scheme {
    /// Dark ink on light ground.
    #[default]
    Light,
    /// Light ink on dark ground.
    Dark,
}

impl Scheme {
    /// As `prefers-color-scheme` has it.
    pub fn word(self) -> &'static str {
        match self {
            Scheme::Light => "light",
            Scheme::Dark => "dark",
        }
    }
}

/// The size of the page's window in CSS pixels, and the preferences it is shown with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct View {
    pub(crate) width_px: u32,
    pub(crate) height_px: u32,
    pub(crate) scheme: Scheme,
    pub(crate) is_still: bool,
}

impl Default for View {
    fn default() -> View {
        View { width_px: 1280, height_px: 900, scheme: Scheme::Light, is_still: true }
    }
}

impl Page {
    /// Sets the inside of the window, in CSS pixels; narrower than any real window can be made. At first 1280
    /// x 900.
    #[track_caller]
    pub fn size(&self, width_px: u32, height_px: u32) {
        self.apply(View { width_px, height_px, ..self.view.get() });
    }

    /// Sets what `prefers-color-scheme` says. At first light.
    #[track_caller]
    pub fn scheme(&self, scheme: Scheme) {
        self.apply(View { scheme, ..self.view.get() });
    }

    /// Sets whether `prefers-reduced-motion` asks for stillness. At first it does, so that no test meets a
    /// page halfway through a transition.
    #[track_caller]
    pub fn still(&self, is_still: bool) {
        self.apply(View { is_still, ..self.view.get() });
    }

    /// Switches the scripts of pages on or off, from the next page on. Steps of a test work either way,
    /// except [`Page::fetch`] and [`Page::axe`].
    #[track_caller]
    pub fn scripts(&self, are_on: bool) {
        let set = self.session.devtools("Emulation.setScriptExecutionDisabled", &json!({"value": !are_on}));
        self.sure("switching scripts", set);
    }

    #[track_caller]
    pub(crate) fn apply(&self, view: View) {
        let (width, height) = (view.width_px, view.height_px);
        let size = json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": false});
        self.sure("setting the size", self.session.devtools("Emulation.setDeviceMetricsOverride", &size));
        let motion = if view.is_still { "reduce" } else { "no-preference" };
        let media = json!({"media": "", "features": [
            {"name": "prefers-color-scheme", "value": view.scheme.word()},
            {"name": "prefers-reduced-motion", "value": motion},
        ]});
        self.sure("setting preferences", self.session.devtools("Emulation.setEmulatedMedia", &media));
        self.view.set(view);
    }
}
