//! The styles of a DOCX, so that an officer changes a look in one place.

use super::{NAMESPACES, xml::Xml};
use crate::Language;

/// The style sheet of the decree's look.
pub(super) fn styles(language: Language) -> String {
    let lang = match language {
        Language::Vi => "vi-VN",
        Language::En => "en-GB",
        Language::Km => "km-KH",
    };
    Xml::document("w:styles", NAMESPACES, |xml| {
        xml.element("w:docDefaults", &[], |xml| {
            xml.element("w:rPrDefault", &[], |xml| {
                xml.element("w:rPr", &[], |xml| {
                    let serif = "Times New Roman";
                    // Times New Roman has no Khmer; Leelawadee UI comes with Windows.
                    let fonts = [
                        ("w:ascii", serif),
                        ("w:hAnsi", serif),
                        ("w:eastAsia", serif),
                        ("w:cs", "Leelawadee UI"),
                    ];
                    xml.empty("w:rFonts", &fonts);
                    size(xml, 26);
                    xml.empty("w:lang", &[("w:val", lang), ("w:bidi", "km-KH")]);
                });
            });
            xml.empty("w:pPrDefault", &[]);
        });
        for style in &STYLES {
            style.write(xml, language);
        }
        xml.element(
            "w:style",
            &[("w:type", "character"), ("w:styleId", "Hyperlink")],
            |xml| {
                xml.empty("w:name", &[("w:val", "Hyperlink")]);
                xml.element("w:rPr", &[], |xml| {
                    xml.empty("w:color", &[("w:val", LINK)]);
                    xml.empty("w:u", &[("w:val", "single")]);
                });
            },
        );
    })
}

const LINK: &str = "0B4F8A";
const WARNING: &str = "9A2617";

/// One paragraph style. Lengths in twentieths of a point, sizes in half points.
#[derive(Clone, Copy)]
struct Style {
    id: &'static str,
    /// Name Word knows it by; built-in names get Word's own translations.
    name: &'static str,
    size: u32,
    bold: bool,
    italic: bool,
    color: Option<&'static str>,
    align: &'static str,
    first_line: u32,
    before: u32,
    after: u32,
    keep_next: bool,
    /// 0 for Heading 1.
    outline: Option<u32>,
    /// A bar on the left and a tint behind.
    bar: Option<(&'static str, &'static str)>,
    /// A frame around.
    frame: Option<&'static str>,
}

const PLAIN: Style = Style {
    id: "Normal",
    name: "Normal",
    size: 26,
    bold: false,
    italic: false,
    color: None,
    align: "left",
    first_line: 0,
    before: 0,
    after: 0,
    keep_next: false,
    outline: None,
    bar: None,
    frame: None,
};

const HEADING: Style = Style {
    id: "Heading2",
    name: "heading 2",
    bold: true,
    before: 160,
    after: 80,
    keep_next: true,
    ..PLAIN
};

const STYLES: [Style; 17] = [
    PLAIN,
    Style {
        id: "BodyText",
        name: "Body Text",
        align: "both",
        first_line: 567,
        after: 120,
        ..PLAIN
    },
    Style {
        id: "Title",
        name: "Title",
        size: 28,
        bold: true,
        align: "center",
        before: 60,
        ..PLAIN
    },
    Style {
        id: "Heading1",
        name: "heading 1",
        size: 28,
        outline: Some(0),
        ..HEADING
    },
    Style {
        outline: Some(1),
        ..HEADING
    },
    Style {
        id: "Heading3",
        name: "heading 3",
        italic: true,
        outline: Some(2),
        ..HEADING
    },
    Style {
        id: "Heading4",
        name: "heading 4",
        bold: false,
        italic: true,
        outline: Some(3),
        ..HEADING
    },
    Style {
        id: "ListParagraph",
        name: "List Paragraph",
        align: "both",
        after: 60,
        ..PLAIN
    },
    Style {
        id: "TableCaption",
        name: "Table Caption",
        size: 24,
        align: "center",
        before: 160,
        after: 80,
        keep_next: true,
        ..PLAIN
    },
    Style {
        id: "Caption",
        name: "caption",
        size: 24,
        align: "center",
        before: 40,
        after: 160,
        ..PLAIN
    },
    Style {
        id: "TableText",
        name: "Table Text",
        size: 24,
        before: 30,
        after: 30,
        ..PLAIN
    },
    Style {
        id: "TableNote",
        name: "Table Note",
        size: 22,
        before: 40,
        ..PLAIN
    },
    Style {
        id: "Picture",
        name: "Picture",
        align: "center",
        before: 120,
        keep_next: true,
        ..PLAIN
    },
    Style {
        id: "Warning",
        name: "Warning",
        bar: Some((WARNING, "FAF4F3")),
        ..PLAIN
    },
    Style {
        id: "Information",
        name: "Information",
        bar: Some((LINK, "F1F5F9")),
        ..PLAIN
    },
    Style {
        id: "DemoNotice",
        name: "Demo Notice",
        size: 20,
        bold: true,
        color: Some(WARNING),
        align: "center",
        after: 160,
        frame: Some(WARNING),
        ..PLAIN
    },
    Style {
        id: "Header",
        name: "header",
        align: "center",
        after: 60,
        ..PLAIN
    },
];

impl Style {
    fn write(&self, xml: &mut Xml, language: Language) {
        let mut attributes = vec![("w:type", "paragraph"), ("w:styleId", self.id)];
        if self.id == PLAIN.id {
            attributes.push(("w:default", "1"));
        }
        xml.element("w:style", &attributes, |xml| {
            xml.empty("w:name", &[("w:val", self.name)]);
            if self.id != PLAIN.id {
                xml.empty("w:basedOn", &[("w:val", PLAIN.id)]);
            }
            if self.outline.is_some() {
                xml.empty("w:next", &[("w:val", "BodyText")]);
            }
            xml.empty("w:qFormat", &[]);
            xml.element("w:pPr", &[], |xml| self.paragraph(xml, language));
            xml.element("w:rPr", &[], |xml| {
                if self.bold {
                    xml.empty("w:b", &[]);
                    xml.empty("w:bCs", &[]);
                }
                if self.italic {
                    xml.empty("w:i", &[]);
                    xml.empty("w:iCs", &[]);
                }
                if let Some(color) = self.color {
                    xml.empty("w:color", &[("w:val", color)]);
                }
                size(xml, self.size);
            });
        });
    }

    fn paragraph(&self, xml: &mut Xml, language: Language) {
        if self.keep_next {
            xml.empty("w:keepNext", &[]);
        }
        if let Some((bar, _)) = self.bar {
            xml.element("w:pBdr", &[], |xml| border(xml, "w:left", 24, 8, bar));
        }
        if let Some(frame) = self.frame {
            xml.element("w:pBdr", &[], |xml| {
                ["w:top", "w:left", "w:bottom", "w:right"]
                    .iter()
                    .for_each(|side| border(xml, side, 6, 2, frame));
            });
        }
        if let Some((_, tint)) = self.bar {
            xml.empty(
                "w:shd",
                &[("w:val", "clear"), ("w:color", "auto"), ("w:fill", tint)],
            );
        }
        let (before, after) = (self.before.to_string(), self.after.to_string());
        let mut spacing = vec![("w:before", before.as_str()), ("w:after", after.as_str())];
        if self.id == "BodyText" || self.id == "ListParagraph" {
            // 1.15 of a line.
            spacing.extend([("w:line", "276"), ("w:lineRule", "auto")]);
        }
        xml.empty("w:spacing", &spacing);
        if self.first_line > 0 {
            xml.empty("w:ind", &[("w:firstLine", &self.first_line.to_string())]);
        }
        // Khmer has too few spaces to be justified by widening them.
        let align = if language == Language::Km && self.align == "both" {
            "left"
        } else {
            self.align
        };
        xml.empty("w:jc", &[("w:val", align)]);
        if let Some(level) = self.outline {
            xml.empty("w:outlineLvl", &[("w:val", &level.to_string())]);
        }
    }
}

/// A line on one side; `width` in eighths of a point, `space` in points.
pub(super) fn border(xml: &mut Xml, side: &str, width: u32, space: u32, color: &str) {
    let (width, space) = (width.to_string(), space.to_string());
    xml.empty(
        side,
        &[
            ("w:val", "single"),
            ("w:sz", &width),
            ("w:space", &space),
            ("w:color", color),
        ],
    );
}

/// Size of letters in half points, for all scripts.
pub(super) fn size(xml: &mut Xml, half_points: u32) {
    let value = half_points.to_string();
    xml.empty("w:sz", &[("w:val", &value)]);
    xml.empty("w:szCs", &[("w:val", &value)]);
}
