//! A report with everything in it, from the figures of 2020 the handbook quotes.

use documents::{
    Align, Block, Cell, Chart, Column, ColumnGroup, Document, Language, Letterhead, Link, Notice, Number,
    Qualifier, Row, Run, Signature, Table, Tone,
};
use jiff::civil::date;

const CHART: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" width="720" height="200" viewBox="0 0 720 200"
 font-family="Be Vietnam Pro, sans-serif" font-size="15"><rect width="720" height="200" fill="#fff"/>
 <g fill="#0b4f8a"><rect x="190" y="20" width="440" height="36"/><rect x="190" y="80" width="328" height="36"/></g>
 <g fill="#222"><text x="180" y="43" text-anchor="end">Đăng ký</text><text x="640" y="43">2.374</text>
 <text x="180" y="103" text-anchor="end">Đã thực hiện</text><text x="528" y="103">1.772</text></g></svg>"##;

fn link(path: &str) -> Link {
    Link::parse(format!("https://dinh.example/{path}")).expect("a good address")
}

fn fields(language: Language) -> Table {
    let mut table = Table::new(
        "Mô hình “Dân vận khéo” theo lĩnh vực",
        [
            Column::text("Lĩnh vực"),
            Column::figures("Đăng ký").unit("mô hình"),
            Column::figures("Đã thực hiện").unit("mô hình"),
            Column::figures("Tỷ lệ"),
            Column::text("Nguồn"),
        ],
    );
    table.unit = Some("mô hình".to_owned());
    let note = table.note("Một mô hình có thể thuộc nhiều lĩnh vực; đây là giả thuyết, chưa phải kết luận.");
    table.rows.push(Row::Group {
        text: "A. Theo lĩnh vực".to_owned(),
    });
    let rows = [
        ("Kinh tế", 1_033, 811, 785),
        ("Văn hóa - xã hội", 1_030, 802, 779),
        ("Quốc phòng - an ninh", 301, 238, 791),
        ("Xây dựng hệ thống chính trị", 342, 265, 775),
    ];
    for (index, (name, registered, done, share)) in rows.into_iter().enumerate() {
        let registered = Cell::number(language, registered.into()).link(link(&format!("so-lieu/{index}")));
        let registered = if index == 0 {
            registered.note(note)
        } else {
            registered
        };
        table.rows.push(Row::Data {
            cells: vec![
                Cell::text(name),
                registered,
                Cell::number(language, done.into()),
                Cell::number(
                    language,
                    Number::Percent {
                        mantissa: share,
                        scale: 1,
                    },
                ),
                Cell::text("Ban Dân vận Tỉnh ủy").link(link("nguon/1")),
            ],
        });
    }
    table.rows.push(Row::Total {
        cells: vec![
            Cell::text("Cộng"),
            Cell::number(language, 2_706.into()),
            Cell::number(language, 2_116.into()),
            Cell::number(
                language,
                Number::Percent {
                    mantissa: 782,
                    scale: 1,
                },
            ),
            Cell::empty(),
        ],
    });
    table
}

fn contributions(language: Language) -> Table {
    let mut table = Table::new(
        "Đóng góp của Nhân dân",
        [
            Column::text("Hình thức"),
            Column::figures("Kế hoạch"),
            Column::figures("Thực hiện"),
            Column {
                header: "Ngày chốt".to_owned(),
                unit: None,
                align: Align::Center,
            },
        ],
    );
    table.column_groups = vec![
        ColumnGroup {
            header: String::new(),
            span: 1,
        },
        ColumnGroup {
            header: "Năm 2020".to_owned(),
            span: 2,
        },
        ColumnGroup {
            header: String::new(),
            span: 1,
        },
    ];
    let bound = table.note("Nguồn ghi “trên 100 tỷ đồng”: chỉ là cận dưới.");
    let day = Cell::date(date(2020, 12, 31));
    table.rows = vec![
        Row::Data {
            cells: vec![
                Cell::text("Tiền (tỷ đồng)"),
                Cell::number(
                    language,
                    Number::Decimal {
                        mantissa: 955,
                        scale: 1,
                    },
                ),
                Cell::qualified(language, 100.into(), Qualifier::AtLeast).note(bound),
                day.clone(),
            ],
        },
        Row::Data {
            cells: vec![
                Cell::text("Ngày công"),
                Cell::empty(),
                Cell::qualified(language, 45_000.into(), Qualifier::About),
                day,
            ],
        },
    ];
    table
}

/// The report of a province, on letterhead, as a demo.
pub fn report() -> Document {
    let language = Language::Vi;
    let produced = "2022-10-07T01:30:00Z".parse().expect("an instant");
    let title = "Kết quả thực hiện dân chủ ở cơ sở năm 2020 trên địa bàn tỉnh An Giang";
    let mut document = Document::new(language, produced, "Ủy ban nhân dân tỉnh An Giang", title);
    document.letterhead = Some(Letterhead {
        superior: None,
        issuer: "Ủy ban nhân dân\ntỉnh An Giang".to_owned(),
        number: Some(7),
        symbol: "BC-UBND".to_owned(),
        place: "An Giang".to_owned(),
        date: Some(date(2022, 10, 7)),
    });
    document.type_name = Some("Báo cáo".to_owned());
    document.demo_notice =
        Some("DỮ LIỆU MINH HỌA: số liệu do máy sinh ra, không phải số liệu thật".to_owned());
    document.blocks = vec![
        Block::heading(1, "I. CÔNG TÁC LÃNH ĐẠO, CHỈ ĐẠO"),
        Block::paragraph([
            Run::new(
                "Thực hiện Pháp lệnh số 34/2007/PL-UBTVQH11 về thực hiện dân chủ ở xã, phường, thị trấn, năm 2020 toàn tỉnh có ",
            ),
            Run::new("2.374 mô hình").bold().link(link("chi-tieu/dang-ky")),
            Run::new(" “Dân vận khéo” được đăng ký, trong đó "),
            Run::new("1.772 mô hình").bold().link(link("chi-tieu/thuc-hien")),
            Run::new(" đã thực hiện, đạt 74,6\u{a0}%; "),
            Run::new("nhiều nơi đã tổng kết").italic(),
            Run::new("."),
        ]),
        Block::heading(2, "1. Công khai"),
        Block::List {
            ordered: false,
            items: vec![
                vec![Run::new(
                    "156/156 xã, phường, thị trấn niêm yết công khai tại trụ sở;",
                )],
                vec![Run::new(
                    "các cơ quan hành chính công khai trên cổng thông tin điện tử.",
                )],
            ],
        },
        Block::heading(2, "2. Việc Nhân dân bàn và quyết định"),
        Block::List {
            ordered: true,
            items: vec![
                vec![Run::new("Họp cộng đồng dân cư;")],
                vec![Run::new("Phát phiếu lấy ý kiến.")],
            ],
        },
        Block::heading(3, "a) Theo lĩnh vực"),
        Block::Table(fields(language)),
        Block::Notice(Notice {
            tone: Tone::Warning,
            title: "Hai con số không khớp: theo lĩnh vực nhiều hơn báo cáo 332 mô hình đăng ký".to_owned(),
            lines: vec![
                vec![Run::new(
                    "Cộng theo lĩnh vực: 2.706. Báo cáo: 2.374. Chênh lệch: +332.",
                )],
                vec![
                    Run::new("Không số nào bị sửa; xem "),
                    Run::new("cả hai nguồn").link(link("doi-chieu/1")),
                ],
            ],
        }),
        Block::Chart(Chart {
            svg: CHART.to_owned(),
            alt: "Biểu đồ thanh: đăng ký 2.374 mô hình, đã thực hiện 1.772 mô hình.".to_owned(),
            caption: "Mô hình đăng ký và đã thực hiện".to_owned(),
        }),
        Block::PageBreak,
        Block::heading(1, "II. ĐÓNG GÓP CỦA NHÂN DÂN"),
        Block::Table(contributions(language)),
        Block::Notice(Notice {
            tone: Tone::Info,
            title: "Cách đọc".to_owned(),
            lines: vec![vec![Run::new("Dấu ≥ là cận dưới, dấu ≈ là con số gần đúng.")]],
        }),
    ];
    document.signature = Some(Signature {
        capacity: vec!["TM. Ủy ban nhân dân".to_owned(), "Chủ tịch".to_owned()],
        name: Some("Nguyễn Văn Ví Dụ".to_owned()),
    });
    document.recipients = ["Thường trực Tỉnh ủy", "Ban Dân vận Tỉnh ủy", "Lưu: VT, NC"]
        .map(str::to_owned)
        .to_vec();
    document
}

/// A plain report in Khmer, without letterhead.
pub fn khmer() -> Document {
    let language = Language::Km;
    let produced = "2026-01-05T00:00:00Z".parse().expect("an instant");
    let mut document = Document::new(language, produced, "Đình", "របាយការណ៍ស្តីពីប្រជាធិបតេយ្យនៅមូលដ្ឋាន");
    let text = "ច្បាប់ស្តីពីការអនុវត្តលទ្ធិប្រជាធិបតេយ្យនៅមូលដ្ឋានកំណត់ថាប្រជាពលរដ្ឋមានសិទ្ធិដឹង ពិភាក្សា សម្រេចចិត្ត និងត្រួតពិនិត្យ។ ";
    let mut table = Table::new("ចំនួនគំរូ", [Column::text("វិស័យ"), Column::figures("ចំនួន")]);
    table.rows.push(Row::Data {
        cells: vec![Cell::text("សេដ្ឋកិច្ច"), Cell::number(language, 1_204.into())],
    });
    document.blocks = vec![
        Block::heading(1, "១. សេចក្តីផ្តើម"),
        Block::paragraph([
            Run::new(text.repeat(4)),
            Run::new("Đình làng Vĩnh Hậu").bold(),
            Run::new("។"),
        ]),
        Block::Table(table),
    ];
    document
}

/// A report whose one table has `rows` rows.
pub fn long(rows: i64) -> Document {
    let language = Language::Vi;
    let produced = "2026-01-05T00:00:00Z".parse().expect("an instant");
    let mut document = Document::new(language, produced, "Đình", "Danh sách mô hình");
    let mut table = Table::new(
        "Mô hình theo ấp, khóm",
        [
            Column::figures("TT"),
            Column::text("Ấp, khóm"),
            Column::text("Lĩnh vực"),
            Column::figures("Hộ tham gia"),
            Column::figures("Đóng góp").unit("nghìn đồng"),
        ],
    );
    table.rows = (1..=rows)
        .map(|row| Row::Data {
            cells: vec![
                Cell::number(language, row.into()),
                Cell::text(format!("Ấp Vĩnh Thạnh {row}")).link(link(&format!("ap/{row}"))),
                Cell::text("Xây dựng nông thôn mới"),
                Cell::number(language, (row * 37 % 400).into()),
                Cell::number(language, (row * 1_733 % 90_000).into()),
            ],
        })
        .collect();
    document.blocks = vec![Block::Table(table)];
    document
}
