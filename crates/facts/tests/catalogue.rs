//! The catalogue that Đình is delivered with, and what is told about faulty ones.

use facts::Catalogue;

#[test]
fn the_delivered_catalogue_has_no_problem() {
    let catalogue = Catalogue::delivered().unwrap_or_else(|problems| panic!("{problems}"));
    for key in [
        "total",
        "economy",
        "culture_society",
        "defence_security",
        "political_system",
    ] {
        assert!(
            catalogue
                .indicator(&format!("dan_van_kheo.registered.{key}"))
                .is_some(),
            "{key}"
        );
        assert!(
            catalogue
                .indicator(&format!("dan_van_kheo.carried_out.{key}"))
                .is_some(),
            "{key}"
        );
    }
    assert!(catalogue.indicator("contributions.social_security_vnd").is_some());
    println!("{} indicators", catalogue.indicators().len());
}
