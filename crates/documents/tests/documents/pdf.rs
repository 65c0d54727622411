use std::collections::BTreeSet;

use documents::{Block, Cell, Chart, Column, Document, Error, Language, Row, Run, Table, pdf};
use jiff::Timestamp;
use lopdf::{Dictionary, Object};

use crate::sample;

/// A PDF as another program reads it.
struct Read(lopdf::Document);

impl Read {
    fn new(document: &Document) -> Self {
        let bytes = pdf(document).expect("a document");
        Self(lopdf::Document::load_mem(&bytes).expect("a PDF"))
    }

    fn pages(&self) -> Vec<u32> {
        self.0.get_pages().keys().copied().collect()
    }

    /// Text of one page, line ends and doubled spaces flattened: how glyphs are spread over lines is not ours to test.
    fn text(&self, page: u32) -> String {
        let text = self.0.extract_text(&[page]).expect("text");
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn whole_text(&self) -> String {
        self.pages()
            .into_iter()
            .map(|page| self.text(page))
            .collect::<Vec<_>>()
            .join("\n")
    }

    fn catalog(&self) -> &Dictionary {
        self.0.catalog().expect("a catalog")
    }

    fn dictionaries(&self) -> impl Iterator<Item = &Dictionary> {
        self.0.objects.values().filter_map(|object| match object {
            Object::Dictionary(dictionary) => Some(dictionary),
            Object::Stream(stream) => Some(&stream.dict),
            _ => None,
        })
    }

    /// Structure types (tags) in use.
    fn tags(&self) -> BTreeSet<String> {
        let elements = self
            .dictionaries()
            .filter(|dictionary| dictionary.has_type(b"StructElem"));
        elements
            .filter_map(|element| element.get(b"S").ok()?.as_name().ok())
            .map(|name| String::from_utf8_lossy(name).into_owned())
            .collect()
    }
}

fn small(language: Language, blocks: Vec<Block>) -> Document {
    let mut document = Document::new(language, Timestamp::UNIX_EPOCH, "Đình", "Thử nghiệm");
    document.blocks = blocks;
    document
}

#[test]
fn the_report_reads_as_written() {
    insta::assert_snapshot!(Read::new(&sample::report()).whole_text());
}

#[test]
fn every_page_says_it_is_a_demo_and_pages_are_numbered_from_two() {
    let report = sample::report();
    let notice = report.demo_notice.clone().unwrap();
    let read = Read::new(&report);
    assert_eq!(read.pages(), [1, 2, 3]);
    for page in read.pages() {
        assert!(read.text(page).contains(&notice), "page {page}");
    }
    assert!(read.text(1).starts_with(&notice));
    assert!(read.text(2).starts_with("2 "));
    assert!(read.text(3).starts_with("3 "));
}

#[test]
fn equal_documents_are_equal_files() {
    assert_eq!(pdf(&sample::report()).unwrap(), pdf(&sample::report()).unwrap());
}

#[test]
fn fonts_are_in_the_file_with_their_characters() {
    for document in [sample::report(), sample::khmer()] {
        let read = Read::new(&document);
        let descriptors: Vec<_> = read
            .dictionaries()
            .filter(|d| d.has_type(b"FontDescriptor"))
            .collect();
        assert!(!descriptors.is_empty());
        assert!(
            descriptors.iter().all(|descriptor| descriptor.has(b"FontFile2")),
            "{descriptors:?}"
        );
        let composite = read.dictionaries().filter(|d| {
            d.get(b"Subtype")
                .is_ok_and(|kind| kind.as_name().is_ok_and(|name| name == b"Type0"))
        });
        assert!(composite.into_iter().all(|font| font.has(b"ToUnicode")));
    }
}

#[test]
fn the_file_is_tagged_titled_and_says_its_language() {
    let read = Read::new(&sample::report());
    let catalog = read.catalog();
    assert_eq!(catalog.get(b"Lang").unwrap().as_str().unwrap(), b"vi");
    let marks = catalog.get(b"MarkInfo").unwrap().as_dict().unwrap();
    assert!(marks.get(b"Marked").unwrap().as_bool().unwrap());
    assert!(catalog.has(b"Outlines"), "bookmarks");
    let tags = read.tags();
    for tag in [
        "H1", "H2", "P", "Table", "TH", "TD", "Caption", "Figure", "Link", "L",
    ] {
        assert!(tags.contains(tag), "{tag} is missing in {tags:?}");
    }
    let alternatives = read.dictionaries().filter_map(|d| d.get(b"Alt").ok()).count();
    assert!(alternatives > 0, "the chart has a text alternative");
    let metadata = read
        .0
        .get_object(catalog.get(b"Metadata").unwrap().as_reference().unwrap())
        .unwrap();
    let metadata = String::from_utf8_lossy(&metadata.as_stream().unwrap().content).into_owned();
    for claim in [
        "<pdfaid:part>2</pdfaid:part>",
        "<pdfaid:conformance>A</pdfaid:conformance>",
        "<pdfuaid:part>1</pdfuaid:part>",
    ] {
        assert!(metadata.contains(claim), "{claim} is missing in {metadata}");
    }
}

#[test]
fn khmer_is_set_without_missing_glyphs() {
    let text = Read::new(&sample::khmer()).whole_text();
    assert!(!text.contains('\u{fffd}'), "{text}");
    assert!(text.contains("Đình làng Vĩnh Hậu"), "{text}");
}

#[test]
fn texts_are_never_markup() {
    let texts = [
        "#panic(\"run\") #read(\"/etc/passwd\") #import \"@preview/a:0.1.0\"",
        "= not a heading",
        "*a* _b_ $x^2$ `c` <label> @ref \\ // no comment /* none */",
        "#set page(width: 1cm)",
        "\"] ) } ]) #eval(\"1\")",
        "=HYPERLINK(\"https://evil.example\")",
        "</w:t><w:br/> & ]]> <!-- -->",
    ];
    let mut blocks = vec![Block::heading(1, texts[0])];
    blocks.extend(texts.map(Block::text));
    let mut table = Table::new(texts[1], texts.map(Column::text));
    table.rows.push(Row::Data {
        cells: texts.map(Cell::text).to_vec(),
    });
    table.rows.push(Row::Group {
        text: texts[4].to_owned(),
    });
    blocks.push(Block::Table(table));
    // Where a line may break is ours to choose, so spaces are left out of the comparison.
    let bare = |text: &str| text.replace(|c: char| c.is_whitespace() || c == '\u{200b}', "");
    let text = bare(&Read::new(&small(Language::Vi, blocks)).whole_text());
    for expected in texts {
        // Once as a paragraph and once in the table.
        assert!(
            text.matches(&bare(expected)).count() >= 2,
            "{expected} is not in {text}"
        );
    }
}

#[test]
fn characters_without_a_glyph_are_shown_as_such() {
    let text = Read::new(&small(Language::Vi, vec![Block::text("Tốt 👍\u{fe0f} 漢 ꨀ hết")])).whole_text();
    assert!(text.contains("Tốt � � � hết"), "{text}");
}

#[test]
fn bad_charts_are_named() {
    let chart = |svg: &str| Chart {
        svg: svg.to_owned(),
        alt: "gì đó".to_owned(),
        caption: String::new(),
    };
    let document = small(Language::Vi, vec![Block::Chart(chart("<svg>"))]);
    assert!(matches!(pdf(&document), Err(Error::Chart { chart: 1, .. })));
}

#[test]
fn charts_see_no_files() {
    let svg = r#"<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="9" height="9">
        <image width="9" height="9" xlink:href="/etc/passwd"/></svg>"#;
    let chart = Chart {
        svg: svg.to_owned(),
        alt: "gì đó".to_owned(),
        caption: String::new(),
    };
    let document = small(Language::Vi, vec![Block::Chart(chart)]);
    assert!(matches!(pdf(&document), Err(Error::Typesetting(_))));
}

#[test]
fn a_long_table_repeats_its_header_and_loses_no_row() {
    let mut table = Table::new("Dài", [Column::figures("TT"), Column::text("Ấp")]);
    table.rows = (1..=1_000)
        .map(|row| Row::Data {
            cells: vec![
                Cell::number(Language::Vi, row.into()),
                Cell::text(format!("Ấp số {row}.")),
            ],
        })
        .collect();
    let read = Read::new(&small(Language::Vi, vec![Block::Table(table)]));
    let pages = read.pages();
    assert!(pages.len() > 10);
    let mut rows = 0;
    for page in pages {
        let text = read.text(page);
        assert!(text.contains("TT Ấp "), "header on page {page}: {text}");
        rows += text.matches("Ấp số ").count();
    }
    assert_eq!(rows, 1_000);
}

#[test]
fn line_breaks_in_a_text_are_kept() {
    let document = small(Language::Vi, vec![Block::paragraph([Run::new("trên\ndưới")])]);
    assert!(Read::new(&document).whole_text().contains("trên dưới"));
}
