//! The fonts documents are set in, part of the program: nothing depends on what a machine has installed.
//! Origin and licences: FONTS.md.

/// Family with the metrics of Times New Roman, which NĐ 30/2020 prescribes.
pub(crate) const SERIF: &str = "Tinos";

/// All faces, as TrueType files.
pub(crate) const FACES: [&[u8]; 6] = [
    include_bytes!(concat!(env!("OUT_DIR"), "/serif.ttf")),
    include_bytes!(concat!(env!("OUT_DIR"), "/serif-italic.ttf")),
    include_bytes!(concat!(env!("OUT_DIR"), "/serif-bold.ttf")),
    include_bytes!(concat!(env!("OUT_DIR"), "/serif-bold-italic.ttf")),
    include_bytes!(concat!(env!("OUT_DIR"), "/khmer.ttf")),
    include_bytes!(concat!(env!("OUT_DIR"), "/khmer-bold.ttf")),
];
