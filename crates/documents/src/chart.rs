//! Charts as pictures.

use std::sync::{Arc, LazyLock};

use resvg::{
    tiny_skia::{Color, Pixmap, Transform},
    usvg::{self, fontdb},
};

use crate::{Block, Chart, Document, Error, fonts};

/// Longest side of a picture in pixels: 300 dots an inch over the width of the text.
const LONGEST_SIDE: f32 = 1_900.0;

static FONTS: LazyLock<Arc<fontdb::Database>> = LazyLock::new(|| {
    let mut fonts = fontdb::Database::new();
    fonts::FACES
        .iter()
        .for_each(|face| fonts.load_font_data(face.to_vec()));
    fonts.set_serif_family(fonts::SERIF);
    fonts.set_sans_serif_family(fonts::SERIF);
    Arc::new(fonts)
});

/// A picture of a chart.
pub(crate) struct Picture {
    /// The file.
    pub png: Vec<u8>,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
}

/// Reads every chart, so that a bad one is named before anything is set.
pub(crate) fn check(document: &Document) -> Result<(), Error> {
    let charts = document.blocks.iter().filter_map(|block| match block {
        Block::Chart(chart) => Some(chart),
        _ => None,
    });
    charts
        .enumerate()
        .try_for_each(|(index, chart)| read(index + 1, chart).map(|_| ()))
}

/// Draws chart `number` on white.
pub(crate) fn draw(number: usize, chart: &Chart) -> Result<Picture, Error> {
    let tree = read(number, chart)?;
    let size = tree.size();
    let scale = LONGEST_SIDE / size.width().max(size.height());
    let pixels = size.scale_by(scale).map(|size| size.to_int_size());
    let canvas = pixels.and_then(|size| Pixmap::new(size.width(), size.height()));
    let fault = |reason: &str| Error::Chart {
        chart: number,
        reason: reason.to_owned(),
    };
    let mut canvas = canvas.ok_or_else(|| fault("it is too narrow or too flat"))?;
    canvas.fill(Color::WHITE);
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut canvas.as_mut());
    let (width, height) = (canvas.width(), canvas.height());
    let png = canvas.encode_png().map_err(|error| fault(&error.to_string()))?;
    Ok(Picture { png, width, height })
}

fn read(number: usize, chart: &Chart) -> Result<usvg::Tree, Error> {
    let options = usvg::Options {
        fontdb: Arc::clone(&FONTS),
        font_family: fonts::SERIF.to_owned(),
        // Pictures named in the SVG are not fetched: a chart sees no file system.
        image_href_resolver: usvg::ImageHrefResolver {
            resolve_data: usvg::ImageHrefResolver::default_data_resolver(),
            resolve_string: Box::new(|_, _| None),
        },
        ..usvg::Options::default()
    };
    usvg::Tree::from_str(&chart.svg, &options).map_err(|error| Error::Chart {
        chart: number,
        reason: error.to_string(),
    })
}
