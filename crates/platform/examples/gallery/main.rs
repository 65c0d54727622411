//! All parts of the pages on one page, to look at while changing them:
//! `cargo run -p platform --example gallery [PORT]`, then open the address it names.

use std::{env, error::Error, fmt::Write as _, sync::Arc};

use askama::Template;
use axum::{middleware, response::Response, routing::any};
use platform::{
    access::{Policy, Routes},
    assets,
    i18n::{TEXTS, Texts, Translations, Translator},
    page::{
        self, NavItem, Reader, Shell, Site,
        components::{
            Cell, Chart, Choice, Citation, Column, Confirmation, Control, Empty, ErrorSummary, Explanation,
            Field, Figure, Finding, Notice, Pagination, Progress, Row, Side, SummaryList, Table, Tag,
            TextKind, Tone, Verdict,
        },
    },
};

const NAVIGATION: &[Texts] = &[Texts {
    slice: "gallery",
    vi: "gallery-reports = Báo cáo\ngallery-units = Đơn vị\ngallery-law = Luật",
    en: "gallery-reports = Reports\ngallery-units = Units\ngallery-law = Law",
    km: "gallery-reports = របាយការណ៍\ngallery-units = អង្គភាព\ngallery-law = ច្បាប់",
}];

const SOURCE: &str = "Nguồn: bài tổng kết năm 2020 của tỉnh An Giang";

#[derive(Template)]
#[template(path = "gallery.html")]
struct Gallery {
    shell: Shell,
    figures: Vec<Figure>,
    citation: Citation,
    finding: Finding,
    fields_table: Table,
    communes_table: Table,
    chart: Chart,
    progress: Vec<Progress>,
    summary: SummaryList,
    notices: Vec<Notice>,
    tags: Vec<Tag>,
    empty: Empty,
    confirmation: Confirmation,
    pagination: Pagination,
}

#[derive(Template)]
#[template(path = "form.html")]
struct Form {
    shell: Shell,
    errors: ErrorSummary,
    fields: Vec<Field>,
}

const FIELDS: [(&str, i64, i64); 4] = [
    ("Kinh tế", 598, 450),
    ("Văn hoá – xã hội", 1546, 1193),
    ("Quốc phòng – an ninh", 288, 226),
    ("Xây dựng hệ thống chính trị", 274, 247),
];

fn figures(t: &Translator) -> Vec<Figure> {
    vec![
        Figure::new(
            "Mô hình “Dân vận khéo” đăng ký, tỉnh An Giang, năm 2020",
            t.number(2374),
            "mô hình",
        )
        .opens("Mở số liệu theo lĩnh vực", "#theo-linh-vuc")
        .source(SOURCE),
        Figure::new(
            "Mô hình đã thực hiện, tỉnh An Giang, năm 2020",
            t.number(1772),
            "mô hình",
        )
        .opens("Mở số liệu theo lĩnh vực", "#theo-linh-vuc")
        .source(SOURCE),
        Figure::new("Vận động cho an sinh xã hội, năm 2020", "100", "tỷ đồng")
            .qualifier("hơn")
            .source(SOURCE),
    ]
}

fn finding(t: &Translator) -> Finding {
    let side = |label: &str, value: i64, source: &str| Side {
        label: label.to_owned(),
        value: format!("{} mô hình", t.number(value)),
        source: source.to_owned(),
        href: Some("#theo-linh-vuc".to_owned()),
        parts: Vec::new(),
    };
    Finding::new(
        t,
        "dang-ky",
        "Số mô hình đăng ký: tổng các lĩnh vực lớn hơn tổng đã báo cáo",
        side("Đã báo cáo", 2374, SOURCE),
        side("Tổng bốn lĩnh vực", 2706, "Cộng từ bốn con số của cùng nguồn"),
        "598 + 1.546 + 288 + 274 = 2.706; 2.706 − 2.374 = +332",
    )
    .explanations(vec![
        Explanation {
            verdict: Verdict::RuledOut,
            text:
                "Bỏ sót một lĩnh vực: không lĩnh vực nào, cũng không nhóm lĩnh vực nào, có đúng 332 mô hình."
                    .to_owned(),
        },
        Explanation {
            verdict: Verdict::Possible,
            text:
                "Một mô hình được tính ở nhiều lĩnh vực: nếu vậy, có từ 111 đến 332 mô hình đứng ở hơn một \
                   lĩnh vực. Nguồn không cho biết."
                    .to_owned(),
        },
    ])
}

fn fields_table(t: &Translator) -> Table {
    let row = |(name, registered, carried_out): &(&str, i64, i64)| {
        Row::new(vec![
            Cell::text(*name),
            Cell::number(t, *registered).link("#"),
            Cell::number(t, *carried_out).link("#"),
        ])
    };
    let mut rows: Vec<Row> = FIELDS.iter().map(row).collect();
    rows.push(Row::total(vec![
        Cell::text("Cộng bốn lĩnh vực"),
        Cell::number(t, 2706),
        Cell::number(t, 2116),
    ]));
    rows.push(Row::new(vec![
        Cell::text("Đã báo cáo"),
        Cell::number(t, 2374).tag(Tag::new(Tone::Warning, "+332")),
        Cell::number(t, 1772).tag(Tag::new(Tone::Warning, "+344")),
    ]));
    let columns = vec![
        Column::text("Lĩnh vực"),
        Column::number("Đăng ký"),
        Column::number("Đã thực hiện"),
    ];
    Table::new(
        "Mô hình “Dân vận khéo” theo lĩnh vực, An Giang, năm 2020",
        columns,
        rows,
    )
    .note(SOURCE)
}

fn communes_table(t: &Translator) -> Table {
    let row = |name: &str, note: &str, meetings: i64, votes: i64, answered: Option<i64>| {
        Row::new(vec![
            Cell::text(name).link("#").note(note),
            Cell::number(t, meetings).link("#"),
            Cell::number(t, votes).link("#"),
            answered.map_or_else(|| Cell::missing(t), |n| Cell::number(t, n).link("#")),
            Cell::text("Đúng hạn").tag(Tag::new(Tone::Success, "100 %")),
        ])
    };
    Table::new(
        "Dân bàn và quyết định ở xã, phường, năm 2025",
        vec![
            Column::text("Xã, phường"),
            Column::number("Cuộc họp cộng đồng dân cư"),
            Column::number("Lượt biểu quyết của hộ"),
            Column::number("Kiến nghị đã trả lời"),
            Column::text("Công khai kết quả"),
        ],
        vec![
            Row::group("Vùng đồng bằng"),
            row("Xã Phú Hữu", "lập ngày 01/07/2025 từ 3 xã", 214, 12_480, Some(96)),
            row("Phường Long Xuyên", "", 1_032, 48_915, Some(1_204)),
            Row::group("Vùng đồng bào Khmer"),
            row("Xã Ô Lâm", "", 88, 5_306, None),
            Row::total(vec![
                Cell::text("Cộng"),
                Cell::number(t, 1_334),
                Cell::number(t, 66_701),
                Cell::number(t, 1_300),
                Cell::text(""),
            ]),
        ],
    )
}

/// Widths are percentages and heights pixels, so that the letters keep their size on a phone.
fn chart(t: &Translator) -> Chart {
    let mut svg = format!(r#"<svg width="100%" height="{}">"#, FIELDS.len() * 92);
    for (index, (name, registered, carried_out)) in FIELDS.iter().enumerate() {
        let top = index * 92;
        // Writing to a String can't fail.
        let _ = write!(
            svg,
            r#"<text class="chart-label" x="0" y="{}">{name}</text>"#,
            top + 18
        );
        for (class, value, top) in [
            ("chart-bar", *registered, top + 26),
            ("chart-bar-2", *carried_out, top + 51),
        ] {
            let width = value * 80 / 1546;
            let _ = write!(
                svg,
                r#"<rect class="{class}" y="{top}" width="{width}%" height="22" rx="2"/>
                <text class="chart-value" x="{width}%" y="{}" dx="8">{}</text>"#,
                top + 17,
                t.number(value)
            );
        }
    }
    svg += "</svg>";
    Chart::new(
        t,
        "Mô hình đăng ký và đã thực hiện theo lĩnh vực, năm 2020",
        svg,
        fields_table(t),
    )
    .series(vec!["Đăng ký".to_owned(), "Đã thực hiện".to_owned()])
    .source(SOURCE)
}

async fn gallery(reader: Reader) -> Response {
    let t = &reader.t;
    let shell = Shell::new(&reader, "Tỉnh An Giang: thực hiện dân chủ ở cơ sở năm 2020")
        .lead("Báo cáo được đếm từ hồ sơ; mỗi con số mở được đến nơi nó sinh ra.")
        .crumb("Trang đầu", "/")
        .crumb("Báo cáo", "/bao-cao")
        .crumb("An Giang", "/bao-cao/an-giang")
        .active("/bao-cao");
    page::html(&Gallery {
        figures: figures(t),
        citation: Citation::new(
            t,
            "Điều 21, khoản 1, Luật Thực hiện dân chủ ở cơ sở số 10/2022/QH15",
        )
        .link("#"),
        finding: finding(t),
        fields_table: fields_table(t),
        communes_table: communes_table(t),
        chart: chart(t),
        progress: vec![Progress::new(
            "tien-do",
            "Mô hình đã thực hiện",
            "74,6 %: 1.772 trên 2.374",
            1772,
            2374,
        )],
        summary: SummaryList::new(vec![
            ("Mã đơn vị".to_owned(), Cell::text("89")),
            (
                "Thành lập".to_owned(),
                Cell::text("Tỉnh An Giang và tỉnh Kiên Giang hợp nhất, 01/07/2025").link("#"),
            ),
            ("Dân số".to_owned(), Cell::missing(t)),
        ]),
        notices: vec![
            Notice::new(t, Tone::Info, "Báo cáo vẽ theo địa giới năm 2020.")
                .link("Xem theo địa giới hôm nay", "#"),
            Notice::new(t, Tone::Success, "Đã nhập 9.828 dòng; không dòng nào trùng."),
            Notice::new(t, Tone::Warning, "Hai con số của báo cáo này không khớp nhau.")
                .link("Xem phép tính", "#dang-ky"),
            Notice::new(
                t,
                Tone::Problem,
                "Tệp chưa được nhập: trang “Quý 3”, dòng 14, cột D có “2.3.74”, cần một số nguyên.",
            ),
        ],
        tags: [
            (Tone::Info, "Đang lấy ý kiến"),
            (Tone::Success, "Đã công khai"),
            (Tone::Warning, "Sắp hết hạn"),
            (Tone::Problem, "Quá hạn"),
        ]
        .map(|(tone, text)| Tag::new(tone, text))
        .to_vec(),
        empty: Empty::new(
            t,
            "Nghị quyết của cộng đồng dân cư năm 2026 sẽ được công khai ở đây.",
            "Trưởng ấp, Trưởng khóm (Điều 20 Luật Thực hiện dân chủ ở cơ sở).",
        )
        .action("Báo cho Uỷ ban nhân dân xã", "#"),
        confirmation: Confirmation {
            title: "Đã gửi kiến nghị".to_owned(),
            text: "Số tiếp nhận 214/2026. Trả lời chậm nhất ngày 20/05/2026.".to_owned(),
        },
        pagination: Pagination::new(t, Some("?truoc=1".to_owned()), Some("?sau=20".to_owned())),
        shell,
    })
}

async fn form(reader: Reader) -> Response {
    let t = &reader.t;
    let fields = vec![
        Field::words("ten", "Tên mô hình", "")
            .hint("Ví dụ: Tổ hụi giúp nhau xoá nghèo")
            .error(t, "Hãy ghi tên mô hình"),
        Field::new(
            "nam",
            "Năm",
            Control::Text {
                kind: TextKind::Digits,
                value: "2020".to_owned(),
            },
        ),
        Field::new(
            "don-vi",
            "Đơn vị",
            Control::Select {
                choices: vec![
                    Choice::new("30214", "Xã Phú Hữu (An Phú)"),
                    Choice::new("30215", "Xã Ô Lâm"),
                ],
                chosen: "30215".to_owned(),
            },
        ),
        Field::new(
            "linh-vuc",
            "Lĩnh vực",
            Control::Radios {
                choices: vec![
                    Choice::new("kinh-te", "Kinh tế"),
                    Choice::new("van-hoa", "Văn hoá – xã hội").hint("Giáo dục, y tế, an sinh, nếp sống"),
                    Choice::new("quoc-phong", "Quốc phòng – an ninh"),
                ],
                chosen: String::new(),
            },
        )
        .error(t, "Hãy chọn một lĩnh vực"),
        Field::new(
            "mo-ta",
            "Mô tả",
            Control::TextArea {
                value: "Bà con góp công làm đường.".to_owned(),
            },
        ),
        Field::new(
            "tep",
            "Tệp số liệu",
            Control::File {
                accept: ".xlsx,.csv".to_owned(),
            },
        )
        .hint("Bảng tính Excel hoặc CSV, tối đa 50 MB")
        .error(t, "Tệp là ảnh quét; hãy gửi bảng tính"),
    ];
    let shell = Shell::new(&reader, "Đăng ký mô hình")
        .crumb("Trang đầu", "/")
        .with_errors();
    page::html(&Form {
        shell,
        errors: ErrorSummary::of(t, &fields),
        fields,
    })
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let port = env::args().nth(1).unwrap_or_else(|| "8090".to_owned());
    let site = Arc::new(Site {
        translations: Translations::new(&[TEXTS, NAVIGATION])?,
        demo: true,
        navigation: vec![
            NavItem {
                href: "/bao-cao",
                label_key: "gallery-reports",
                policy: Policy::Open,
            },
            NavItem {
                href: "/don-vi",
                label_key: "gallery-units",
                policy: Policy::Open,
            },
            NavItem {
                href: "/luat",
                label_key: "gallery-law",
                policy: Policy::Open,
            },
        ],
    });
    let app = Routes::new()
        .get("/", Policy::Open, gallery)
        .get("/bieu-mau", Policy::Open, form)
        .merge(assets::routes())
        .mount(Arc::clone(&site))
        .into_router()
        .fallback_service(any(page::fallback).with_state(site))
        .layer(middleware::from_fn(page::remember_language))
        .layer(middleware::from_fn(page::secure));
    let listener = tokio::net::TcpListener::bind(format!("127.0.0.1:{port}")).await?;
    println!("http://{}/ and /bieu-mau", listener.local_addr()?);
    axum::serve(listener, app).await?;
    Ok(())
}
