//! DOCX for officers who go on writing: real heading styles, real tables, editable text.
//!
//! The package is written part by part here rather than by a library, because the ones at hand mark no header
//! rows, give pictures no text alternative and number parts from process-wide counters, so that equal documents
//! would not be equal files.

mod styles;
mod xml;

use std::io::{Cursor, Write};

use zip::{DateTime, ZipWriter, write::SimpleFileOptions};

use self::xml::Xml;
use crate::{
    Align, Block, Cell, Chart, Document, Error, Notice, Row, Run, Table, Tone,
    chart::{self, Picture},
    columns::columns,
    prepare::prepare,
    words::{self, LetterheadLines},
};

/// Width of the text in twentieths of a point: 160 mm.
const TEXT_WIDTH: u32 = 9_071;
/// Width of the text in English Metric Units, which pictures are measured in.
const PICTURE_WIDTH: u64 = 5_760_000;
/// Tallest picture, in the same units: 220 mm.
const PICTURE_HEIGHT: u64 = 7_920_000;

const NAMESPACES: &[(&str, &str)] = &[
    (
        "xmlns:w",
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        "xmlns:r",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
    (
        "xmlns:wp",
        "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    ),
    ("xmlns:a", DRAWING),
    ("xmlns:pic", PICTURE),
];
const DRAWING: &str = "http://schemas.openxmlformats.org/drawingml/2006/main";
const PICTURE: &str = "http://schemas.openxmlformats.org/drawingml/2006/picture";
const RELATIONSHIP: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const CONTENT: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";

/// Numbering of unordered lists; ordered list n has number n + 1.
const DASHES: usize = 1;

/// Writes a document as DOCX.
///
/// Equal documents give equal bytes.
///
/// # Errors
/// The faults of the model listed in [`Error`]; [`Error::Chart`] for a chart that is not SVG.
pub fn docx(document: &Document) -> Result<Vec<u8>, Error> {
    let document = prepare(document)?;
    let pictures = document
        .blocks
        .iter()
        .filter_map(|block| match block {
            Block::Chart(chart) => Some(chart),
            _ => None,
        })
        .enumerate()
        .map(|(index, chart)| chart::draw(index + 1, chart))
        .collect::<Result<Vec<Picture>, Error>>()?;
    let mut body = Body {
        document: &document,
        pictures: &pictures,
        links: Vec::new(),
        lists: 0,
        tables: 0,
        charts: 0,
    };
    let text = Xml::document("w:document", NAMESPACES, |xml| {
        xml.element("w:body", &[], |xml| body.write(xml));
    });

    let mut package = Package(ZipWriter::new(Cursor::new(Vec::new())));
    package.part("[Content_Types].xml", content_types().as_bytes())?;
    package.part("_rels/.rels", package_relationships().as_bytes())?;
    package.part("docProps/core.xml", properties(&document).as_bytes())?;
    package.part("word/document.xml", text.as_bytes())?;
    package.part("word/styles.xml", styles::styles(document.language).as_bytes())?;
    package.part("word/numbering.xml", numbering(body.lists).as_bytes())?;
    package.part("word/settings.xml", settings().as_bytes())?;
    package.part("word/header-first.xml", header(&document, false).as_bytes())?;
    package.part("word/header.xml", header(&document, true).as_bytes())?;
    package.part(
        "word/_rels/document.xml.rels",
        relationships(&body.links, pictures.len()).as_bytes(),
    )?;
    for (index, picture) in pictures.iter().enumerate() {
        package.part(&format!("word/media/chart{}.png", index + 1), &picture.png)?;
    }
    Ok(package.0.finish()?.into_inner())
}

/// The zip file being written.
struct Package(ZipWriter<Cursor<Vec<u8>>>);

impl Package {
    fn part(&mut self, name: &str, content: &[u8]) -> Result<(), Error> {
        // The same time for every part, whenever it is written.
        let options = SimpleFileOptions::default().last_modified_time(DateTime::default());
        self.0.start_file(name, options)?;
        self.0.write_all(content).map_err(zip::result::ZipError::from)?;
        Ok(())
    }
}

/// The text being written, and what it has used up so far.
struct Body<'a> {
    document: &'a Document,
    pictures: &'a [Picture],
    links: Vec<String>,
    lists: usize,
    tables: usize,
    charts: usize,
}

impl Body<'_> {
    fn write(&mut self, xml: &mut Xml) {
        let document = self.document;
        if let Some(head) = &document.letterhead {
            letterhead(xml, &LetterheadLines::new(document.language, head));
            paragraph(xml, "Normal", |_| {});
        }
        if let Some(name) = &document.type_name {
            line(xml, "Title", &name.to_uppercase());
        }
        line(xml, "Title", &document.title);
        if document.letterhead.is_some() {
            rule(xml, 3_500);
        }
        for block in &document.blocks {
            self.block(xml, block);
        }
        self.closing(xml);
        section(xml);
    }

    fn block(&mut self, xml: &mut Xml, block: &Block) {
        match block {
            Block::Heading { level, text } => line(xml, &format!("Heading{level}"), text),
            Block::Paragraph { runs } => paragraph(xml, "BodyText", |xml| self.runs(xml, runs)),
            Block::List { ordered, items } => {
                let number = if *ordered {
                    self.lists += 1;
                    DASHES + self.lists
                } else {
                    DASHES
                };
                for item in items {
                    self.item(xml, number, item);
                }
            }
            Block::Table(table) => self.table(xml, table),
            Block::Chart(chart) => self.chart(xml, chart),
            Block::Notice(notice) => self.notice(xml, notice),
            Block::PageBreak => paragraph(xml, "Normal", |xml| {
                xml.element("w:r", &[], |xml| xml.empty("w:br", &[("w:type", "page")]));
            }),
        }
    }

    fn item(&mut self, xml: &mut Xml, number: usize, runs: &[Run]) {
        xml.element("w:p", &[], |xml| {
            xml.element("w:pPr", &[], |xml| {
                xml.empty("w:pStyle", &[("w:val", "ListParagraph")]);
                xml.element("w:numPr", &[], |xml| {
                    xml.empty("w:ilvl", &[("w:val", "0")]);
                    xml.empty("w:numId", &[("w:val", &number.to_string())]);
                });
            });
            self.runs(xml, runs);
        });
    }

    fn runs(&mut self, xml: &mut Xml, runs: &[Run]) {
        for piece in runs {
            let look = Look {
                bold: piece.bold,
                italic: piece.italic,
                ..Look::default()
            };
            self.linked(
                xml,
                piece.link.as_ref().map(crate::Link::as_str),
                &piece.text,
                look,
            );
        }
    }

    /// A run, inside a link if it has one.
    fn linked(&mut self, xml: &mut Xml, link: Option<&str>, text: &str, look: Look) {
        let Some(link) = link else {
            return run(xml, text, look);
        };
        self.links.push(link.to_owned());
        let id = format!("link{}", self.links.len());
        xml.element("w:hyperlink", &[("r:id", &id)], |xml| {
            run(xml, text, Look { link: true, ..look })
        });
    }

    fn notice(&mut self, xml: &mut Xml, notice: &Notice) {
        let style = match notice.tone {
            Tone::Warning => "Warning",
            Tone::Info => "Information",
        };
        paragraph(xml, style, |xml| {
            run(
                xml,
                &notice.title,
                Look {
                    bold: true,
                    ..Look::default()
                },
            )
        });
        for runs in &notice.lines {
            paragraph(xml, style, |xml| self.runs(xml, runs));
        }
        paragraph(xml, "Normal", |_| {});
    }

    fn chart(&mut self, xml: &mut Xml, chart: &Chart) {
        let picture = &self.pictures[self.charts];
        self.charts += 1;
        paragraph(xml, "Picture", |xml| {
            drawing(xml, self.charts, picture, &chart.alt)
        });
        let label = words::chart_label(self.document.language, self.charts);
        caption(xml, "Caption", &label, &chart.caption, None);
    }

    fn table(&mut self, xml: &mut Xml, table: &Table) {
        self.tables += 1;
        let language = self.document.language;
        let label = words::table_label(language, self.tables);
        let unit = table.unit.as_deref().map(|unit| words::unit_line(language, unit));
        caption(xml, "TableCaption", &label, &table.caption, unit.as_deref());

        let layout = columns(table);
        let total: u32 = layout.widths.iter().sum::<u32>().max(1);
        let widths: Vec<u32> = layout
            .widths
            .iter()
            .map(|width| width * TEXT_WIDTH / total)
            .collect();
        let half_points = layout.half_points;
        xml.element("w:tbl", &[], |xml| {
            table_start(xml, &widths, true, Some(&format!("{label}. {}", table.caption)));
            header_rows(xml, table, &widths, half_points);
            for row in &table.rows {
                xml.element("w:tr", &[], |xml| {
                    xml.element("w:trPr", &[], |xml| xml.empty("w:cantSplit", &[]));
                    match row {
                        Row::Group { text } => {
                            let place = Place {
                                span: table.columns.len(),
                                fill: Some("F7F7F7"),
                                ..Place::default()
                            };
                            let look = Look {
                                bold: true,
                                half_points: Some(half_points),
                                ..Look::default()
                            };
                            cell(xml, widths.iter().sum(), place, "left", |xml| {
                                run(xml, text, look)
                            });
                        }
                        Row::Data { cells } => self.cells(xml, table, &widths, half_points, cells, false),
                        Row::Total { cells } => self.cells(xml, table, &widths, half_points, cells, true),
                    }
                });
            }
        });
        for (index, note) in table.notes().iter().enumerate() {
            line(xml, "TableNote", &format!("({}) {note}", index + 1));
        }
        paragraph(xml, "Normal", |_| {});
    }

    fn cells(
        &mut self,
        xml: &mut Xml,
        table: &Table,
        widths: &[u32],
        half_points: u32,
        cells: &[Cell],
        total: bool,
    ) {
        for ((content, column), width) in cells.iter().zip(&table.columns).zip(widths) {
            let place = Place {
                fill: total.then_some("F7F7F7"),
                ..Place::default()
            };
            cell(xml, *width, place, side(column.align), |xml| {
                let look = Look {
                    bold: total,
                    half_points: Some(half_points),
                    ..Look::default()
                };
                self.linked(
                    xml,
                    content.link.as_ref().map(crate::Link::as_str),
                    content.shown(),
                    look,
                );
                if !content.notes.is_empty() {
                    run(xml, &content.marks(), Look { raised: true, ..look });
                }
            });
        }
    }

    /// Recipients on the left, signature on the right.
    fn closing(&mut self, xml: &mut Xml) {
        let document = self.document;
        if document.recipients.is_empty() && document.signature.is_none() {
            return;
        }
        paragraph(xml, "Normal", |_| {});
        let widths = [TEXT_WIDTH * 45 / 100, TEXT_WIDTH * 55 / 100];
        xml.element("w:tbl", &[], |xml| {
            table_start(xml, &widths, false, None);
            xml.element("w:tr", &[], |xml| {
                xml.element("w:trPr", &[], |xml| xml.empty("w:cantSplit", &[]));
                bare_cell(xml, widths[0], |xml| {
                    if document.recipients.is_empty() {
                        return paragraph(xml, "Normal", |_| {});
                    }
                    let label = Look {
                        bold: true,
                        italic: true,
                        half_points: Some(24),
                        ..Look::default()
                    };
                    paragraph(xml, "Normal", |xml| {
                        run(xml, &words::recipients(document.language), label)
                    });
                    for (index, recipient) in document.recipients.iter().enumerate() {
                        let end = if index + 1 == document.recipients.len() {
                            '.'
                        } else {
                            ';'
                        };
                        let look = Look {
                            half_points: Some(22),
                            ..Look::default()
                        };
                        paragraph(xml, "Normal", |xml| {
                            run(xml, &format!("- {recipient}{end}"), look)
                        });
                    }
                });
                bare_cell(xml, widths[1], |xml| {
                    let Some(signature) = &document.signature else {
                        return paragraph(xml, "Normal", |_| {});
                    };
                    let bold = Look {
                        bold: true,
                        ..Look::default()
                    };
                    for capacity in &signature.capacity {
                        centred(xml, 0, |xml| run(xml, &capacity.to_uppercase(), bold));
                    }
                    // Room for the signature and the seal: 26 mm.
                    centred(xml, 1_474, |xml| {
                        run(xml, signature.name.as_deref().unwrap_or_default(), bold)
                    });
                });
            });
        });
        // Word wants a paragraph between a table and the end.
        paragraph(xml, "Normal", |_| {});
    }
}

/// How a run differs from its paragraph.
#[derive(Clone, Copy, Default)]
struct Look {
    bold: bool,
    italic: bool,
    link: bool,
    raised: bool,
    half_points: Option<u32>,
}

/// Where a cell stands and what colour it has.
#[derive(Clone, Copy)]
struct Place {
    span: usize,
    /// `Some(true)` for the upper cell of two rows, `Some(false)` for the lower.
    merged: Option<bool>,
    fill: Option<&'static str>,
}

impl Default for Place {
    fn default() -> Self {
        Self {
            span: 1,
            merged: None,
            fill: None,
        }
    }
}

fn side(align: Align) -> &'static str {
    match align {
        Align::Left => "left",
        Align::Center => "center",
        Align::Right => "right",
    }
}

fn run(xml: &mut Xml, text: &str, look: Look) {
    xml.element("w:r", &[], |xml| {
        xml.element("w:rPr", &[], |xml| {
            if look.link {
                xml.empty("w:rStyle", &[("w:val", "Hyperlink")]);
            }
            if look.bold {
                xml.empty("w:b", &[]);
                xml.empty("w:bCs", &[]);
            }
            if look.italic {
                xml.empty("w:i", &[]);
                xml.empty("w:iCs", &[]);
            }
            if let Some(half_points) = look.half_points {
                styles::size(xml, half_points);
            }
            if look.raised {
                xml.empty("w:vertAlign", &[("w:val", "superscript")]);
            }
        });
        for (index, line) in text.split('\n').enumerate() {
            if index > 0 {
                xml.empty("w:br", &[]);
            }
            xml.element("w:t", &[("xml:space", "preserve")], |xml| xml.text(line));
        }
    });
}

fn paragraph(xml: &mut Xml, style: &str, content: impl FnOnce(&mut Xml)) {
    xml.element("w:p", &[], |xml| {
        xml.element("w:pPr", &[], |xml| xml.empty("w:pStyle", &[("w:val", style)]));
        content(xml);
    });
}

/// A paragraph of one plain text.
fn line(xml: &mut Xml, style: &str, text: &str) {
    paragraph(xml, style, |xml| run(xml, text, Look::default()));
}

/// A centred paragraph, `before` twentieths of a point below the last.
fn centred(xml: &mut Xml, before: u32, content: impl FnOnce(&mut Xml)) {
    xml.element("w:p", &[], |xml| {
        xml.element("w:pPr", &[], |xml| {
            xml.empty("w:spacing", &[("w:before", &before.to_string())]);
            xml.empty("w:jc", &[("w:val", "center")]);
        });
        content(xml);
    });
}

/// A short line across the middle; `indent` is left free on both sides.
fn rule(xml: &mut Xml, indent: u32) {
    let indent = indent.to_string();
    xml.element("w:p", &[], |xml| {
        xml.element("w:pPr", &[], |xml| {
            xml.element("w:pBdr", &[], |xml| styles::border(xml, "w:top", 4, 1, "000000"));
            xml.empty("w:spacing", &[("w:before", "60"), ("w:after", "60")]);
            xml.empty("w:ind", &[("w:left", &indent), ("w:right", &indent)]);
        });
    });
}

fn caption(xml: &mut Xml, style: &str, label: &str, text: &str, unit: Option<&str>) {
    paragraph(xml, style, |xml| {
        run(
            xml,
            &format!("{label}. "),
            Look {
                bold: true,
                ..Look::default()
            },
        );
        run(xml, text, Look::default());
        if let Some(unit) = unit {
            run(
                xml,
                &format!("\n{unit}"),
                Look {
                    italic: true,
                    half_points: Some(22),
                    ..Look::default()
                },
            );
        }
    });
}

/// The head of NĐ 30/2020 as a table without lines.
fn letterhead(xml: &mut Xml, head: &LetterheadLines) {
    let widths = [TEXT_WIDTH * 41 / 100, TEXT_WIDTH * 59 / 100];
    let (small, large) = (Some(24), Some(26));
    let bold = Look {
        bold: true,
        ..Look::default()
    };
    xml.element("w:tbl", &[], |xml| {
        table_start(xml, &widths, false, None);
        xml.element("w:tr", &[], |xml| {
            bare_cell(xml, widths[0], |xml| {
                if let Some(superior) = &head.superior {
                    let look = Look {
                        half_points: small,
                        ..Look::default()
                    };
                    centred(xml, 0, |xml| run(xml, &superior.to_uppercase(), look));
                }
                let look = Look {
                    half_points: small,
                    ..bold
                };
                centred(xml, 0, |xml| run(xml, &head.issuer.to_uppercase(), look));
                rule(xml, 1_250);
            });
            bare_cell(xml, widths[1], |xml| {
                centred(xml, 0, |xml| {
                    run(
                        xml,
                        &head.national_title,
                        Look {
                            half_points: small,
                            ..bold
                        },
                    )
                });
                centred(xml, 0, |xml| {
                    run(
                        xml,
                        &head.national_motto,
                        Look {
                            half_points: large,
                            ..bold
                        },
                    )
                });
                rule(xml, 1_250);
            });
        });
        xml.element("w:tr", &[], |xml| {
            bare_cell(xml, widths[0], |xml| {
                centred(xml, 60, |xml| run(xml, &head.number, Look::default()))
            });
            bare_cell(xml, widths[1], |xml| {
                centred(xml, 60, |xml| {
                    run(
                        xml,
                        &head.place_and_date,
                        Look {
                            italic: true,
                            ..Look::default()
                        },
                    )
                });
            });
        });
    });
}

/// Properties and grid of a table; `description` is read to those who do not see it.
fn table_start(xml: &mut Xml, widths: &[u32], lines: bool, description: Option<&str>) {
    xml.element("w:tblPr", &[], |xml| {
        xml.empty(
            "w:tblW",
            &[
                ("w:w", &widths.iter().sum::<u32>().to_string()),
                ("w:type", "dxa"),
            ],
        );
        if lines {
            xml.element("w:tblBorders", &[], |xml| {
                for side in ["w:top", "w:left", "w:bottom", "w:right", "w:insideH", "w:insideV"] {
                    styles::border(xml, side, 4, 0, "5A5A5A");
                }
            });
        }
        xml.empty("w:tblLayout", &[("w:type", "fixed")]);
        xml.element("w:tblCellMar", &[], |xml| {
            for side in ["w:left", "w:right"] {
                xml.empty(side, &[("w:w", "80"), ("w:type", "dxa")]);
            }
        });
        if let Some(description) = description {
            xml.empty("w:tblCaption", &[("w:val", description)]);
        }
    });
    xml.element("w:tblGrid", &[], |xml| {
        widths
            .iter()
            .for_each(|width| xml.empty("w:gridCol", &[("w:w", &width.to_string())]));
    });
}

/// One header row, or two when columns are grouped; repeated on every page.
fn header_rows(xml: &mut Xml, table: &Table, widths: &[u32], half_points: u32) {
    let look = Look {
        bold: true,
        half_points: Some(half_points),
        ..Look::default()
    };
    let fill = Some("ECECEC");
    let header_row = |xml: &mut Xml, content: &mut dyn FnMut(&mut Xml)| {
        xml.element("w:tr", &[], |xml| {
            xml.element("w:trPr", &[], |xml| {
                xml.empty("w:cantSplit", &[]);
                xml.empty("w:tblHeader", &[]);
            });
            content(xml);
        });
    };
    // For each column, whether a group stands above it.
    let grouped: Vec<bool> = table
        .column_groups
        .iter()
        .flat_map(|group| vec![!group.header.is_empty(); group.span])
        .collect();
    if !grouped.is_empty() {
        header_row(xml, &mut |xml| {
            let mut first = 0;
            for group in &table.column_groups {
                let members = first..first + group.span;
                first = members.end;
                if group.header.is_empty() {
                    for index in members {
                        let place = Place {
                            merged: Some(true),
                            fill,
                            ..Place::default()
                        };
                        let label = table.columns[index].label();
                        cell(xml, widths[index], place, "center", |xml| run(xml, &label, look));
                    }
                } else {
                    let place = Place {
                        span: group.span,
                        fill,
                        ..Place::default()
                    };
                    cell(xml, widths[members].iter().sum(), place, "center", |xml| {
                        run(xml, &group.header, look)
                    });
                }
            }
        });
    }
    header_row(xml, &mut |xml| {
        for (index, column) in table.columns.iter().enumerate() {
            match grouped.get(index) {
                Some(false) => {
                    let place = Place {
                        merged: Some(false),
                        fill,
                        ..Place::default()
                    };
                    cell(xml, widths[index], place, "center", |_| {});
                }
                _ => {
                    let place = Place {
                        fill,
                        ..Place::default()
                    };
                    cell(xml, widths[index], place, "center", |xml| {
                        run(xml, &column.label(), look)
                    });
                }
            }
        }
    });
}

/// A cell of one paragraph.
fn cell(xml: &mut Xml, width: u32, place: Place, align: &str, content: impl FnOnce(&mut Xml)) {
    xml.element("w:tc", &[], |xml| {
        xml.element("w:tcPr", &[], |xml| {
            xml.empty("w:tcW", &[("w:w", &width.to_string()), ("w:type", "dxa")]);
            if place.span > 1 {
                xml.empty("w:gridSpan", &[("w:val", &place.span.to_string())]);
            }
            if let Some(upper) = place.merged {
                xml.empty(
                    "w:vMerge",
                    &[("w:val", if upper { "restart" } else { "continue" })],
                );
            }
            if let Some(fill) = place.fill {
                xml.empty(
                    "w:shd",
                    &[("w:val", "clear"), ("w:color", "auto"), ("w:fill", fill)],
                );
            }
            if align == "center" {
                xml.empty("w:vAlign", &[("w:val", "center")]);
            }
        });
        xml.element("w:p", &[], |xml| {
            xml.element("w:pPr", &[], |xml| {
                xml.empty("w:pStyle", &[("w:val", "TableText")]);
                xml.empty("w:jc", &[("w:val", align)]);
            });
            content(xml);
        });
    });
}

/// A cell of several paragraphs; `content` writes at least one.
fn bare_cell(xml: &mut Xml, width: u32, content: impl FnOnce(&mut Xml)) {
    xml.element("w:tc", &[], |xml| {
        xml.element("w:tcPr", &[], |xml| {
            xml.empty("w:tcW", &[("w:w", &width.to_string()), ("w:type", "dxa")]);
        });
        content(xml);
    });
}

/// Picture `number`, as wide as the text unless that makes it too tall.
fn drawing(xml: &mut Xml, number: usize, picture: &Picture, alt: &str) {
    let (width, height) = (u64::from(picture.width), u64::from(picture.height));
    let (cx, cy) = match PICTURE_WIDTH * height / width {
        tall if tall > PICTURE_HEIGHT => (PICTURE_HEIGHT * width / height, PICTURE_HEIGHT),
        fitting => (PICTURE_WIDTH, fitting),
    };
    let (cx, cy, id) = (cx.to_string(), cy.to_string(), number.to_string());
    let (file, name) = (format!("chart{number}"), format!("Chart {number}"));
    let named = [("id", id.as_str()), ("name", name.as_str()), ("descr", alt)];
    xml.element("w:r", &[], |xml| {
        xml.element("w:drawing", &[], |xml| {
            xml.element("wp:inline", &[], |xml| {
                xml.empty("wp:extent", &[("cx", &cx), ("cy", &cy)]);
                xml.empty("wp:docPr", &named);
                xml.element("a:graphic", &[], |xml| {
                    xml.element("a:graphicData", &[("uri", PICTURE)], |xml| {
                        xml.element("pic:pic", &[], |xml| {
                            xml.element("pic:nvPicPr", &[], |xml| {
                                xml.empty("pic:cNvPr", &named);
                                xml.empty("pic:cNvPicPr", &[]);
                            });
                            xml.element("pic:blipFill", &[], |xml| {
                                xml.empty("a:blip", &[("r:embed", &file)]);
                                xml.element("a:stretch", &[], |xml| xml.empty("a:fillRect", &[]));
                            });
                            xml.element("pic:spPr", &[], |xml| {
                                xml.element("a:xfrm", &[], |xml| {
                                    xml.empty("a:off", &[("x", "0"), ("y", "0")]);
                                    xml.empty("a:ext", &[("cx", &cx), ("cy", &cy)]);
                                });
                                xml.element("a:prstGeom", &[("prst", "rect")], |xml| {
                                    xml.empty("a:avLst", &[])
                                });
                            });
                        });
                    });
                });
            });
        });
    });
}

/// A4 with the margins of NĐ 30/2020, page number from page 2 on.
fn section(xml: &mut Xml) {
    xml.element("w:sectPr", &[], |xml| {
        xml.empty("w:headerReference", &[("w:type", "default"), ("r:id", "header")]);
        xml.empty(
            "w:headerReference",
            &[("w:type", "first"), ("r:id", "header-first")],
        );
        xml.empty("w:pgSz", &[("w:w", "11906"), ("w:h", "16838")]);
        let margins = [
            ("w:top", "1418"),
            ("w:right", "1134"),
            ("w:bottom", "1134"),
            ("w:left", "1701"),
            ("w:header", "567"),
            ("w:footer", "567"),
            ("w:gutter", "0"),
        ];
        xml.empty("w:pgMar", &margins);
        xml.empty("w:titlePg", &[]);
    });
}

fn header(document: &Document, numbered: bool) -> String {
    Xml::document("w:hdr", NAMESPACES, |xml| {
        paragraph(xml, "Header", |xml| {
            if numbered {
                xml.element("w:fldSimple", &[("w:instr", "PAGE")], |xml| {
                    run(xml, "2", Look::default())
                });
            }
        });
        if let Some(notice) = &document.demo_notice {
            line(xml, "DemoNotice", notice);
        }
    })
}

fn properties(document: &Document) -> String {
    let namespaces = [
        (
            "xmlns:cp",
            "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
        ),
        ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
        ("xmlns:dcterms", "http://purl.org/dc/terms/"),
        ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
    ];
    let language = match document.language {
        crate::Language::Vi => "vi-VN",
        crate::Language::En => "en",
        crate::Language::Km => "km-KH",
    };
    let produced = format!("{:.0}", document.produced_at);
    Xml::document("cp:coreProperties", &namespaces, |xml| {
        xml.element("dc:title", &[], |xml| xml.text(&document.full_title()));
        xml.element("dc:creator", &[], |xml| xml.text(&document.author));
        xml.element("dc:language", &[], |xml| xml.text(language));
        for name in ["dcterms:created", "dcterms:modified"] {
            xml.element(name, &[("xsi:type", "dcterms:W3CDTF")], |xml| xml.text(&produced));
        }
    })
}

fn settings() -> String {
    Xml::document("w:settings", NAMESPACES, |xml| {
        xml.element("w:compat", &[], |xml| {
            // Without it Word opens the file in the compatibility mode of 2007.
            xml.empty(
                "w:compatSetting",
                &[
                    ("w:name", "compatibilityMode"),
                    ("w:uri", "http://schemas.microsoft.com/office/word"),
                    ("w:val", "15"),
                ],
            );
        });
    })
}

/// Dashes, and as many ordered lists as there are, each starting at 1.
fn numbering(ordered_lists: usize) -> String {
    Xml::document("w:numbering", NAMESPACES, |xml| {
        for (id, format, text) in [("0", "bullet", "–"), ("1", "decimal", "%1.")] {
            xml.element("w:abstractNum", &[("w:abstractNumId", id)], |xml| {
                xml.element("w:lvl", &[("w:ilvl", "0")], |xml| {
                    xml.empty("w:start", &[("w:val", "1")]);
                    xml.empty("w:numFmt", &[("w:val", format)]);
                    xml.empty("w:lvlText", &[("w:val", text)]);
                    xml.empty("w:lvlJc", &[("w:val", "left")]);
                    xml.element("w:pPr", &[], |xml| {
                        xml.empty("w:ind", &[("w:left", "794"), ("w:hanging", "340")]);
                    });
                });
            });
        }
        for number in DASHES..=DASHES + ordered_lists {
            xml.element("w:num", &[("w:numId", &number.to_string())], |xml| {
                let kind = if number == DASHES { "0" } else { "1" };
                xml.empty("w:abstractNumId", &[("w:val", kind)]);
                if number != DASHES {
                    xml.element("w:lvlOverride", &[("w:ilvl", "0")], |xml| {
                        xml.empty("w:startOverride", &[("w:val", "1")]);
                    });
                }
            });
        }
    })
}

fn content_types() -> String {
    let namespace = [(
        "xmlns",
        "http://schemas.openxmlformats.org/package/2006/content-types",
    )];
    Xml::document("Types", &namespace, |xml| {
        let kinds = [
            ("rels", "application/vnd.openxmlformats-package.relationships+xml"),
            ("xml", "application/xml"),
            ("png", "image/png"),
        ];
        for (extension, kind) in kinds {
            xml.empty("Default", &[("Extension", extension), ("ContentType", kind)]);
        }
        let parts = [
            ("document", "document.main"),
            ("styles", "styles"),
            ("numbering", "numbering"),
            ("settings", "settings"),
            ("header", "header"),
            ("header-first", "header"),
        ];
        for (part, kind) in parts {
            let (name, kind) = (format!("/word/{part}.xml"), format!("{CONTENT}.{kind}+xml"));
            xml.empty("Override", &[("PartName", &name), ("ContentType", &kind)]);
        }
        let core = "application/vnd.openxmlformats-package.core-properties+xml";
        xml.empty(
            "Override",
            &[("PartName", "/docProps/core.xml"), ("ContentType", core)],
        );
    })
}

fn package_relationships() -> String {
    let core = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties";
    relationship_part(|xml| {
        relationship(
            xml,
            "document",
            &format!("{RELATIONSHIP}/officeDocument"),
            "word/document.xml",
            false,
        );
        relationship(xml, "core", core, "docProps/core.xml", false);
    })
}

fn relationships(links: &[String], charts: usize) -> String {
    relationship_part(|xml| {
        for (part, kind) in [
            ("styles", "styles"),
            ("numbering", "numbering"),
            ("settings", "settings"),
            ("header", "header"),
            ("header-first", "header"),
        ] {
            relationship(
                xml,
                part,
                &format!("{RELATIONSHIP}/{kind}"),
                &format!("{part}.xml"),
                false,
            );
        }
        for number in 1..=charts {
            let id = format!("chart{number}");
            relationship(
                xml,
                &id,
                &format!("{RELATIONSHIP}/image"),
                &format!("media/{id}.png"),
                false,
            );
        }
        for (index, link) in links.iter().enumerate() {
            relationship(
                xml,
                &format!("link{}", index + 1),
                &format!("{RELATIONSHIP}/hyperlink"),
                link,
                true,
            );
        }
    })
}

fn relationship_part(content: impl FnOnce(&mut Xml)) -> String {
    let namespace = [(
        "xmlns",
        "http://schemas.openxmlformats.org/package/2006/relationships",
    )];
    Xml::document("Relationships", &namespace, content)
}

fn relationship(xml: &mut Xml, id: &str, kind: &str, target: &str, external: bool) {
    let mut attributes = vec![("Id", id), ("Type", kind), ("Target", target)];
    if external {
        attributes.push(("TargetMode", "External"));
    }
    xml.empty("Relationship", &attributes);
}
