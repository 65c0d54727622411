//! Just enough XML to write an Office part: balanced by construction, every text escaped.

/// An XML document being written.
pub(super) struct Xml {
    out: String,
}

impl Xml {
    /// A document with one root element.
    pub(super) fn document(
        root: &str,
        attributes: &[(&str, &str)],
        content: impl FnOnce(&mut Self),
    ) -> String {
        let mut xml = Self {
            out: r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#.to_owned(),
        };
        xml.element(root, attributes, content);
        xml.out
    }

    /// An element with content.
    pub(super) fn element(
        &mut self,
        name: &str,
        attributes: &[(&str, &str)],
        content: impl FnOnce(&mut Self),
    ) {
        self.start(name, attributes);
        self.out.push('>');
        content(self);
        self.out.push_str("</");
        self.out.push_str(name);
        self.out.push('>');
    }

    /// An element without content.
    pub(super) fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.start(name, attributes);
        self.out.push_str("/>");
    }

    /// Text.
    pub(super) fn text(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '&' => self.out.push_str("&amp;"),
                '<' => self.out.push_str("&lt;"),
                '>' => self.out.push_str("&gt;"),
                '"' => self.out.push_str("&quot;"),
                // In an attribute a bare one would be read as a space.
                '\n' => self.out.push_str("&#10;"),
                c => self.out.push(c),
            }
        }
    }

    fn start(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.out.push('<');
        self.out.push_str(name);
        for (attribute, value) in attributes {
            self.out.push(' ');
            self.out.push_str(attribute);
            self.out.push_str("=\"");
            self.text(value);
            self.out.push('"');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_cannot_leave_their_place() {
        let xml = Xml::document("a", &[("b", "\"><c/>")], |xml| {
            xml.text("</a>&amp;");
            xml.empty("d", &[]);
        });
        let body = xml.split_once("?>").unwrap().1;
        assert_eq!(body, r#"<a b="&quot;&gt;&lt;c/&gt;">&lt;/a&gt;&amp;amp;<d/></a>"#);
    }
}
