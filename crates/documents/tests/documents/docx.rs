use std::io::{Cursor, Read};

use documents::{Block, Column, Document, Language, Row, Run, Table, docx};
use docx_rs::{DocumentChild, ParagraphChild, RunChild, TableCellContent, TableChild, TableRowChild};
use jiff::Timestamp;
use zip::ZipArchive;

use crate::sample;

fn part(bytes: &[u8], name: &str) -> String {
    let mut package = ZipArchive::new(Cursor::new(bytes)).expect("a zip file");
    let mut text = String::new();
    package
        .by_name(name)
        .expect("the part")
        .read_to_string(&mut text)
        .expect("UTF-8");
    text
}

fn runs(paragraph: &docx_rs::Paragraph) -> String {
    fn run(run: &docx_rs::Run) -> String {
        run.children
            .iter()
            .map(|child| match child {
                RunChild::Text(text) => text.text.clone(),
                RunChild::Break(_) => " / ".to_owned(),
                RunChild::Drawing(_) => "[picture]".to_owned(),
                _ => String::new(),
            })
            .collect()
    }
    let pieces = paragraph.children.iter().map(|child| match child {
        ParagraphChild::Run(piece) => run(piece),
        ParagraphChild::Hyperlink(link) => link
            .children
            .iter()
            .map(|child| match child {
                ParagraphChild::Run(piece) => format!("[{}]", run(piece)),
                _ => String::new(),
            })
            .collect(),
        _ => String::new(),
    });
    pieces.collect()
}

/// The document as another library reads it: a line a paragraph, with its style; a line a row.
fn outline(bytes: &[u8]) -> String {
    let read = docx_rs::read_docx(bytes).expect("a DOCX");
    let mut lines = Vec::new();
    for child in &read.document.children {
        match child {
            DocumentChild::Paragraph(paragraph) => {
                let style = paragraph
                    .property
                    .style
                    .as_ref()
                    .map_or("", |style| style.val.as_str());
                lines.push(format!("{style}: {}", runs(paragraph)));
            }
            DocumentChild::Table(table) => {
                for TableChild::TableRow(row) in &table.rows {
                    let cells: Vec<String> = row
                        .cells
                        .iter()
                        .map(|TableRowChild::TableCell(cell)| {
                            let paragraphs: Vec<String> = cell
                                .children
                                .iter()
                                .filter_map(|content| match content {
                                    TableCellContent::Paragraph(paragraph) => Some(runs(paragraph)),
                                    _ => None,
                                })
                                .collect();
                            paragraphs.join(" ¶ ")
                        })
                        .collect();
                    lines.push(format!("| {} |", cells.join(" | ")));
                }
            }
            _ => {}
        }
    }
    lines.join("\n")
}

fn small(blocks: Vec<Block>) -> Document {
    let mut document = Document::new(Language::Vi, Timestamp::UNIX_EPOCH, "Đình", "Thử nghiệm");
    document.blocks = blocks;
    document
}

#[test]
fn the_report_reads_as_written() {
    insta::assert_snapshot!(outline(&docx(&sample::report()).unwrap()));
}

#[test]
fn equal_documents_are_equal_files() {
    assert_eq!(docx(&sample::report()).unwrap(), docx(&sample::report()).unwrap());
}

#[test]
fn every_page_says_it_is_a_demo() {
    let report = sample::report();
    let bytes = docx(&report).unwrap();
    for header in ["word/header.xml", "word/header-first.xml"] {
        assert!(part(&bytes, header).contains(report.demo_notice.as_deref().unwrap()));
    }
    assert!(part(&bytes, "word/header.xml").contains("PAGE"));
    assert!(!part(&bytes, "word/header-first.xml").contains("PAGE"));
}

#[test]
fn tables_mark_their_header_rows_and_charts_say_what_they_show() {
    let bytes = docx(&sample::report()).unwrap();
    let text = part(&bytes, "word/document.xml");
    // One header row in the first table, two in the second.
    assert_eq!(text.matches("<w:tblHeader/>").count(), 3);
    assert!(text.contains(r#"descr="Biểu đồ thanh: đăng ký 2.374 mô hình, đã thực hiện 1.772 mô hình.""#));
    assert!(
        part(&bytes, "word/_rels/document.xml.rels")
            .contains(r#"Target="https://dinh.example/chi-tieu/dang-ky""#)
    );
    assert!(part(&bytes, "docProps/core.xml").contains("2022-10-07T01:30:00Z"));
}

#[test]
fn texts_are_never_markup() {
    let text = "</w:t></w:r><w:br/> & \"'> ]]> <!-- #strong[x] =1+1 \u{0}\u{8}\u{ffff}";
    let mut table = Table::new(text, [Column::text(text)]);
    table.rows.push(Row::Group {
        text: text.to_owned(),
    });
    let bytes = docx(&small(vec![
        Block::heading(1, text),
        Block::text(text),
        Block::Table(table),
    ]))
    .unwrap();
    let expected = "</w:t></w:r><w:br/> & \"'> ]]> <!-- #strong[x] =1+1 ";
    assert_eq!(outline(&bytes).matches(expected).count(), 5);
}

#[test]
fn ordered_lists_each_start_at_one() {
    let list = || Block::List {
        ordered: true,
        items: vec![vec![Run::new("a")], vec![Run::new("b")]],
    };
    let numbering = part(&docx(&small(vec![list(), list()])).unwrap(), "word/numbering.xml");
    assert_eq!(numbering.matches("<w:startOverride").count(), 2);
}

#[test]
fn a_long_table_loses_no_row() {
    let outline = outline(&docx(&sample::long(5_000)).unwrap());
    assert_eq!(outline.matches("| [Ấp Vĩnh Thạnh ").count(), 5_000);
}
