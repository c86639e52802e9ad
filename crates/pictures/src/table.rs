//! The table behind a picture: the same content for whoever would rather read it, or cannot see it.

use crate::escape;

/// An HTML table (`class="plain-table"`) with a caption, column heads and rows whose first cell is a row
/// head. It stands in a part of its own that scrolls where the screen is narrow, also by keyboard.
pub(crate) fn table(caption: &str, heads: &[&str], rows: &[Vec<String>]) -> String {
    let caption = escape(caption);
    let mut html = format!(
        "<div class=\"plain-wrap\" role=\"region\" aria-label=\"{caption}\" tabindex=\"0\">\
         <table class=\"plain-table\"><caption>{caption}</caption><thead><tr>"
    );
    for head in heads {
        html.push_str(&format!("<th scope=\"col\">{}</th>", escape(head)));
    }
    html.push_str("</tr></thead><tbody>");
    for row in rows {
        html.push_str("<tr>");
        for (place, cell) in row.iter().enumerate() {
            let cell = escape(cell);
            let cell = if place == 0 {
                format!("<th scope=\"row\">{cell}</th>")
            } else {
                format!("<td>{cell}</td>")
            };
            html.push_str(&cell);
        }
        html.push_str("</tr>");
    }
    html.push_str("</tbody></table></div>");
    html
}
