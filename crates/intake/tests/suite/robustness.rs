//! No file makes the reader panic, and whatever it reads it reads twice alike.

use intake::{Limits, Options};
use proptest::prelude::*;
use rust_xlsxwriter::Workbook;

use crate::support::{HEADERS, form, read_with};

fn small() -> Options {
    let limits = Limits {
        unpacked_bytes: 4 << 20,
        shared_text_bytes: 1 << 20,
        cell_bytes: 64 << 10,
        ..Limits::default()
    };
    Options { sheet: None, limits }
}

fn sound_workbook() -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_row(0, 0, HEADERS).expect("written");
    for row in 1..20 {
        sheet
            .write_row(
                row,
                0,
                [
                    "1",
                    "Vĩnh Hậu",
                    "2.374",
                    "12,5",
                    "07/10/2022",
                    "xã",
                    "hơn 5 tỷ đồng",
                ],
            )
            .expect("written");
        sheet.write_formula(row, 2, "=1+1").expect("written");
    }
    book.save_to_buffer().expect("saved")
}

/// A workbook whose parts are stored unpacked, so that changing a byte changes the XML and not just the packing.
fn unpacked_workbook() -> Vec<u8> {
    use std::io::{Cursor, Read as _, Write as _};

    let mut source = zip::ZipArchive::new(Cursor::new(sound_workbook())).expect("an archive");
    let mut target = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for index in 0..source.len() {
        let mut part = source.by_index(index).expect("a part");
        let name = part.name().expect("a name").into_owned();
        let mut content = Vec::new();
        part.read_to_end(&mut content).expect("content");
        target.start_file(name, stored).expect("started");
        target.write_all(&content).expect("written");
    }
    target.finish().expect("finished").into_inner()
}

fn read_twice(bytes: &[u8]) {
    let (first, rows) = read_with(bytes, &form(), &small());
    let (second, _) = read_with(bytes, &form(), &small());
    assert_eq!(first.content, second.content);
    assert_eq!(first.problems, second.problems);
    assert_eq!(first.rows, rows.len() as u64);
    assert!(first.content.is_some() == first.problems.is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..500)) {
        read_twice(&bytes);
    }

    #[test]
    fn any_text_below_a_header(text in "(?s)[\\PC\n\r\t;,\"]{0,200}") {
        read_twice(format!("Mã xã;Tên xã;Số hộ;Kinh phí;Ngày báo cáo\n{text}").as_bytes());
    }

    #[test]
    fn any_bytes_below_a_header(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let mut file = b"Ma xa;Ten xa;So ho\n".to_vec();
        file.extend(bytes);
        read_twice(&file);
    }

    #[test]
    fn a_workbook_with_changed_bytes(
        packed: bool,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
        cut in proptest::option::of(any::<prop::sample::Index>())
    ) {
        let mut file = if packed { sound_workbook() } else { unpacked_workbook() };
        for (at, byte) in changes {
            let at = at.index(file.len());
            file[at] = byte;
        }
        if let Some(cut) = cut {
            file.truncate(cut.index(file.len()));
        }
        read_twice(&file);
    }
}
