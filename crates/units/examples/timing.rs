fn main() {
    let t = std::time::Instant::now();
    let p = units::official_parts("2026-11-23T00:00:00Z".parse().unwrap()).unwrap();
    println!("parts {:?}", t.elapsed());
    let t = std::time::Instant::now();
    let u = units::Units::build(p).unwrap();
    println!("build {:?}", t.elapsed());
    let d = jiff::civil::date(2026, 11, 23);
    let t = std::time::Instant::now();
    let n = u.contributors(u.at("91", d).unwrap().id, d).whole.len();
    println!("contributors {n} {:?}", t.elapsed());
    let t = std::time::Instant::now();
    let n = u.contributors(units::UnitId(1), d).whole.len();
    println!("contributors country {n} {:?}", t.elapsed());
    let t = std::time::Instant::now();
    let n = u.search("phu huu an giang", 20).len();
    println!("search {n} {:?}", t.elapsed());
    let t = std::time::Instant::now();
    let n = u.resolve("phu hux", d).is_err();
    println!("near {n} {:?}", t.elapsed());
}
