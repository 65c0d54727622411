//! The instants the lunar calendar is made of: new moons, and the apparent longitude of the sun.
//!
//! Series and chapter numbers are those of Jean Meeus, *Astronomical Algorithms*, 2nd edition, 1998.
//! Compared with an independent ephemeris over 1900 to 2199, a new moon is right to about 20 seconds and
//! the sun's longitude to about one second of arc (24 seconds of time), which is finer than the rotation of
//! the earth can be foretold a century ahead.

/// Julian day number of 1970-01-01 at 0 h.
const JULIAN_DAY_OF_1970: f64 = 2_440_587.5;
/// Julian day of the epoch J2000.0.
const J2000: f64 = 2_451_545.0;
/// Seconds in a day.
const DAY_SECONDS: f64 = 86_400.0;
/// Vietnam's hour, seven hours before Greenwich (Quyết định 121/CP of 1967), in days.
const VIETNAM_OFFSET_DAYS: f64 = 7.0 / 24.0;

/// A civil day in Vietnam (UTC+7), counted from 1970-01-01 = 0.
pub(super) type DayNumber = i64;

/// The day in Vietnam on which the `k`-th new moon falls; `k` = 0 is the one of 2000-01-06.
pub(super) fn new_moon_day(k: i32) -> DayNumber {
    civil_day(new_moon(k))
}

/// The new moon nearest to the beginning of `day`, give or take one: where a search for `k` starts.
pub(super) fn approximate_new_moon_index(day: DayNumber) -> i32 {
    // Meeus (49.1): the mean new moon is at JDE 2451550.09766 + 29.530588861 k.
    let julian_day = day as f64 + JULIAN_DAY_OF_1970;
    ((julian_day - 2_451_550.097_66) / 29.530_588_861).round() as i32
}

/// Which twelfth of the ecliptic the sun is in when `day` begins in Vietnam: 0 from the March equinox,
/// 9 from the December solstice, 11 before the next March equinox.
///
/// A principal term (trung khí) falls in a span of days exactly when this value differs between its first
/// day and the first day after it.
pub(super) fn sun_sector_at_start_of(day: DayNumber) -> i64 {
    let midnight = day as f64 + JULIAN_DAY_OF_1970 - VIETNAM_OFFSET_DAYS;
    (sun_apparent_longitude(dynamical(midnight)) / 30.0).floor() as i64
}

/// The day in Vietnam on which the December solstice (đông chí) of `year` falls.
pub(super) fn december_solstice_day(year: i16) -> DayNumber {
    // Close to 21 December; the sun moves about one degree a day, so a few corrections suffice.
    let mut instant = J2000 + 355.3 + (f64::from(year) - 2000.0) * 365.242_19;
    for _ in 0..3 {
        let ahead = (sun_apparent_longitude(instant) - 270.0 + 540.0).rem_euclid(360.0) - 180.0;
        instant -= ahead / 0.985_647;
    }
    civil_day(instant)
}

/// The civil day in Vietnam of an instant in dynamical time (a Julian ephemeris day).
fn civil_day(instant: f64) -> DayNumber {
    let universal = instant - delta_t(instant) / DAY_SECONDS;
    (universal + VIETNAM_OFFSET_DAYS - JULIAN_DAY_OF_1970).floor() as DayNumber
}

/// Dynamical time of an instant in universal time; both as Julian days.
fn dynamical(universal: f64) -> f64 {
    universal + delta_t(universal) / DAY_SECONDS
}

/// Dynamical minus universal time, in seconds (Meeus, chapter 10).
///
/// Observed values to 2020, and from 2030 the extrapolation of Morrison, Stephenson, Hohenkerk and
/// Zawilski (Proc. R. Soc. A 477, 2021). Nobody knows the later ones well: by 2199 they may be wrong by
/// minutes, and a new moon that close to midnight may then belong to the neighbouring day.
fn delta_t(julian_day: f64) -> f64 {
    const TABLE: [(f64, f64); 19] = [
        (1890.0, -3.9),
        (1900.0, -2.0),
        (1910.0, 11.1),
        (1920.0, 21.6),
        (1930.0, 24.4),
        (1940.0, 24.4),
        (1950.0, 28.9),
        (1960.0, 33.1),
        (1970.0, 39.9),
        (1980.0, 50.5),
        (1990.0, 56.9),
        (2000.0, 63.8),
        (2010.0, 66.1),
        (2020.0, 69.4),
        (2030.0, 69.1),
        (2050.0, 71.4),
        (2100.0, 95.9),
        (2150.0, 146.3),
        (2200.0, 221.6),
    ];
    let year = 2000.0 + (julian_day - J2000) / 365.25;
    let after = TABLE
        .partition_point(|(at, _)| *at <= year)
        .clamp(1, TABLE.len() - 1);
    let ((from, low), (to, high)) = (TABLE[after - 1], TABLE[after]);
    low + (high - low) * (year - from) / (to - from)
}

/// The instant of the `k`-th new moon as a Julian ephemeris day (Meeus, chapter 49).
fn new_moon(k: i32) -> f64 {
    let k = f64::from(k);
    let t = k / 1236.85;
    let (t2, t3, t4) = (t * t, t * t * t, t * t * t * t);
    let mean = 2_451_550.097_66 + 29.530_588_861 * k + 0.000_154_37 * t2 - 0.000_000_150 * t3
        + 0.000_000_000_73 * t4;
    let eccentricity = 1.0 - 0.002_516 * t - 0.000_007_4 * t2;
    let sun = (2.5534 + 29.105_356_70 * k - 0.000_001_4 * t2 - 0.000_000_11 * t3).to_radians();
    let moon = (201.5643 + 385.816_935_28 * k + 0.010_758_2 * t2 + 0.000_012_38 * t3 - 0.000_000_058 * t4)
        .to_radians();
    let latitude = (160.7108 + 390.670_502_84 * k - 0.001_611_8 * t2 - 0.000_002_27 * t3
        + 0.000_000_011 * t4)
        .to_radians();
    let node = (124.7746 - 1.563_755_88 * k + 0.002_067_2 * t2 + 0.000_002_15 * t3).to_radians();

    let periodic: f64 = NEW_MOON_TERMS
        .iter()
        .map(|term| {
            let argument =
                f64::from(term.moon) * moon + f64::from(term.sun) * sun + f64::from(term.latitude) * latitude;
            term.days * eccentricity.powi(i32::from(term.sun.abs().min(2))) * argument.sin()
        })
        .sum();
    let node_term = -0.000_17 * node.sin();
    // The first planetary argument has a quadratic part of its own.
    let planetary: f64 = 0.000_325 * (299.77 + 0.107_408 * k - 0.009_173 * t2).to_radians().sin()
        + PLANETARY_TERMS
            .iter()
            .map(|(days, at_zero, per_moon)| days * (at_zero + per_moon * k).to_radians().sin())
            .sum::<f64>();
    mean + periodic + node_term + planetary
}

/// One periodic term of the new moon: amplitude in days, multiples of the sun's anomaly M, the moon's
/// anomaly M′ and the moon's argument of latitude F.
struct MoonTerm {
    days: f64,
    sun: i8,
    moon: i8,
    latitude: i8,
}

const fn moon_term(days: f64, moon: i8, sun: i8, latitude: i8) -> MoonTerm {
    MoonTerm {
        days,
        sun,
        moon,
        latitude,
    }
}

/// Meeus, chapter 49, first table, column "New Moon". A term in M carries the factor E, one in 2M its
/// square; the one term in 3M is too small for the factor to show.
const NEW_MOON_TERMS: [MoonTerm; 24] = [
    moon_term(-0.407_20, 1, 0, 0),
    moon_term(0.172_41, 0, 1, 0),
    moon_term(0.016_08, 2, 0, 0),
    moon_term(0.010_39, 0, 0, 2),
    moon_term(0.007_39, 1, -1, 0),
    moon_term(-0.005_14, 1, 1, 0),
    moon_term(0.002_08, 0, 2, 0),
    moon_term(-0.001_11, 1, 0, -2),
    moon_term(-0.000_57, 1, 0, 2),
    moon_term(0.000_56, 2, 1, 0),
    moon_term(-0.000_42, 3, 0, 0),
    moon_term(0.000_42, 0, 1, 2),
    moon_term(0.000_38, 0, 1, -2),
    moon_term(-0.000_24, 2, -1, 0),
    moon_term(-0.000_07, 1, 2, 0),
    moon_term(0.000_04, 2, 0, -2),
    moon_term(0.000_04, 0, 3, 0),
    moon_term(0.000_03, 1, 1, -2),
    moon_term(0.000_03, 2, 0, 2),
    moon_term(-0.000_03, 1, 1, 2),
    moon_term(0.000_03, 1, -1, 2),
    moon_term(-0.000_02, 1, -1, -2),
    moon_term(-0.000_02, 3, 1, 0),
    moon_term(0.000_02, 4, 0, 0),
];

/// Meeus, chapter 49, the arguments A2 to A14: amplitude in days, degrees at k = 0, degrees per new moon.
const PLANETARY_TERMS: [(f64, f64, f64); 13] = [
    (0.000_165, 251.88, 0.016_321),
    (0.000_164, 251.83, 26.651_886),
    (0.000_126, 349.42, 36.412_478),
    (0.000_110, 84.66, 18.206_239),
    (0.000_062, 141.74, 53.303_771),
    (0.000_060, 207.14, 2.453_732),
    (0.000_056, 154.84, 7.306_860),
    (0.000_047, 34.52, 27.261_239),
    (0.000_042, 207.19, 0.121_824),
    (0.000_040, 291.34, 1.844_379),
    (0.000_037, 161.72, 24.198_154),
    (0.000_035, 239.56, 25.513_099),
    (0.000_023, 331.55, 3.592_518),
];

/// The apparent geocentric longitude of the sun in degrees, 0 to 360, at a Julian ephemeris day
/// (Meeus, chapter 25, "higher accuracy", with nutation from chapter 22).
fn sun_apparent_longitude(julian_day: f64) -> f64 {
    let centuries = (julian_day - J2000) / 36_525.0;
    let millennia = centuries / 10.0;
    let series = |terms: &[(f64, f64, f64)]| -> f64 {
        terms
            .iter()
            .map(|(amplitude, phase, rate)| amplitude * (phase + rate * millennia).cos())
            .sum()
    };
    let earth = (series(&EARTH_L0)
        + millennia * (628_331_966_747.0 + series(&EARTH_L1))
        + millennia * millennia * (52_919.0 + series(&EARTH_L2)))
        / 1e8;

    let node = (125.044_52 - 1_934.136_261 * centuries).to_radians();
    let sun_mean = (280.4665 + 36_000.769_8 * centuries).to_radians();
    let moon_mean = (218.3165 + 481_267.881_3 * centuries).to_radians();
    let nutation_arcsec =
        -17.20 * node.sin() - 1.32 * (2.0 * sun_mean).sin() - 0.23 * (2.0 * moon_mean).sin()
            + 0.21 * (2.0 * node).sin();
    // Aberration is 20.4898″ over the distance to the sun, which varies with the anomaly.
    let anomaly = (357.5291 + 35_999.050_3 * centuries).to_radians();
    let aberration_arcsec = -20.4898 * (1.0 + 0.0167 * anomaly.cos());
    // Conversion from the frame of the theory to the FK5 equinox.
    let frame_arcsec = -0.090_33;

    let arcsec = nutation_arcsec + aberration_arcsec + frame_arcsec;
    (earth.to_degrees() + 180.0 + arcsec / 3600.0).rem_euclid(360.0)
}

/// Heliocentric longitude of the earth in the planetary theory VSOP87 (Bretagnon and Francou, 1988), the
/// terms of Meeus, appendix III, that exceed 0.1″: amplitude in 10⁻⁸ radian, phase, radians per millennium.
/// The constant part of each power of time is written where the series is summed, except this one's.
const EARTH_L0: [(f64, f64, f64); 54] = [
    (175_347_046.0, 0.0, 0.0),
    (3_341_656.0, 4.669_256_8, 6_283.075_850_0),
    (34_894.0, 4.626_1, 12_566.151_7),
    (3_497.0, 2.744_1, 5_753.384_9),
    (3_418.0, 2.828_9, 3.523_1),
    (3_136.0, 3.627_7, 77_713.771_5),
    (2_676.0, 4.418_1, 7_860.419_4),
    (2_343.0, 6.135_2, 3_930.209_7),
    (1_324.0, 0.742_5, 11_506.769_8),
    (1_273.0, 2.037_1, 529.691_0),
    (1_199.0, 1.109_6, 1_577.343_5),
    (990.0, 5.233, 5_884.927),
    (902.0, 2.045, 26.298),
    (857.0, 3.508, 398.149),
    (780.0, 1.179, 5_223.694),
    (753.0, 2.533, 5_507.553),
    (505.0, 4.583, 18_849.228),
    (492.0, 4.205, 775.523),
    (357.0, 2.920, 0.067),
    (317.0, 5.849, 11_790.629),
    (284.0, 1.899, 796.298),
    (271.0, 0.315, 10_977.079),
    (243.0, 0.345, 5_486.778),
    (206.0, 4.806, 2_544.314),
    (205.0, 1.869, 5_573.143),
    (202.0, 2.458, 6_069.777),
    (156.0, 0.833, 213.299),
    (132.0, 3.411, 2_942.463),
    (126.0, 1.083, 20.775),
    (115.0, 0.645, 0.980),
    (103.0, 0.636, 4_694.003),
    (102.0, 0.976, 15_720.839),
    (102.0, 4.267, 7.114),
    (99.0, 6.21, 2_146.17),
    (98.0, 0.68, 155.42),
    (86.0, 5.98, 161_000.69),
    (85.0, 1.30, 6_275.96),
    (85.0, 3.67, 71_430.70),
    (80.0, 1.81, 17_260.15),
    (79.0, 3.04, 12_036.46),
    (75.0, 1.76, 5_088.63),
    (74.0, 3.50, 3_154.69),
    (74.0, 4.68, 801.82),
    (70.0, 0.83, 9_437.76),
    (62.0, 3.98, 8_827.39),
    (61.0, 1.82, 7_084.90),
    (57.0, 2.78, 6_286.60),
    (56.0, 4.39, 14_143.50),
    (56.0, 3.47, 6_279.55),
    (52.0, 0.19, 12_139.55),
    (52.0, 1.33, 1_748.02),
    (51.0, 0.28, 5_856.48),
    (49.0, 0.49, 1_194.45),
    (41.0, 5.37, 8_429.24),
];

/// The part of the earth's longitude that grows with time; see [`EARTH_L0`].
const EARTH_L1: [(f64, f64, f64); 11] = [
    (206_059.0, 2.678_235, 6_283.075_850),
    (4_303.0, 2.635_1, 12_566.151_7),
    (425.0, 1.590, 3.523),
    (119.0, 5.796, 26.298),
    (109.0, 2.966, 1_577.344),
    (93.0, 2.59, 18_849.23),
    (72.0, 1.14, 529.69),
    (68.0, 1.87, 398.15),
    (67.0, 4.41, 5_507.55),
    (59.0, 2.89, 5_223.69),
    (56.0, 2.17, 155.42),
];

/// The part of the earth's longitude that grows with the square of time; see [`EARTH_L0`].
const EARTH_L2: [(f64, f64, f64); 2] = [(8_720.0, 1.072_1, 6_283.075_8), (309.0, 0.867, 12_566.152)];

#[cfg(test)]
mod tests {
    use super::*;

    /// Meeus's own worked example 49.a: the new moon of February 1977 is at JDE 2443192.65118.
    #[test]
    fn new_moon_of_the_published_example() {
        assert!((new_moon(-283) - 2_443_192.651_18).abs() < 0.000_01);
    }

    /// Meeus's example 25.b: on 1992-10-13 at 0 h the apparent longitude is 199° 54′ 21.8″.
    #[test]
    fn sun_of_the_published_example() {
        let published = 199.0 + 54.0 / 60.0 + 21.8 / 3600.0;
        assert!((sun_apparent_longitude(2_448_908.5) - published).abs() * 3600.0 < 1.0);
    }
}
