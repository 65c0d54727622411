//! The books that come with the program.

macro_rules! book {
    ($name:literal) => {
        (
            concat!("rulebooks/", $name),
            include_str!(concat!("../../../rulebooks/", $name)),
        )
    };
}

/// Name and text of every book in `rulebooks/`. A province that corrects one starts from these.
pub const SHIPPED: &[(&str, &str)] = &[
    book!("2007-phap-lenh-34.toml"),
    book!("2008-nghi-dinh-20.toml"),
    book!("2011-luat-02-khieu-nai.toml"),
    book!("2013-luat-35-hoa-giai.toml"),
    book!("2013-luat-42-tiep-cong-dan.toml"),
    book!("2014-mac-dinh-kien-nghi.toml"),
    book!("2014-nghi-dinh-15.toml"),
    book!("2014-quyet-dinh-3404.toml"),
    book!("2015-luat-92.toml"),
    book!("2015-nghi-dinh-04.toml"),
    book!("2016-luat-104.toml"),
    book!("2016-nghi-dinh-159.toml"),
    book!("2016-thong-tu-01.toml"),
    book!("2018-luat-25-to-cao.toml"),
    book!("2021-dinh-dong-gop.toml"),
    book!("2021-nghi-dinh-93.toml"),
    book!("2022-luat-10.toml"),
    book!("2023-nghi-dinh-59.toml"),
    book!("2023-nghi-dinh-61.toml"),
    book!("2025-luat-136.toml"),
    book!("2026-dinh-danh-gia.toml"),
    book!("2026-dinh-giam-sat.toml"),
    book!("2026-dinh-hoa-giai.toml"),
    book!("2026-dinh-ho-tro.toml"),
    book!("2026-dinh-ke-hoach.toml"),
    book!("2026-dinh-noi-lam-viec.toml"),
    book!("2026-dinh-tiep-cong-dan.toml"),
    book!("2026-nghi-dinh-154.toml"),
    book!("2026-nghi-dinh-185.toml"),
];
