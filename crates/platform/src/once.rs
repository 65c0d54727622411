//! What makes a form that anybody may send this one form: sent twice it is taken once, and has the same code; a proof of
//! work shows that a person's machine stands behind it, without a word about who it is.

use jiff::civil::Date;
use sha2::{Digest as _, Sha256};

use crate::random::SIGNS;

/// What a program has to work out before it may send a form: so many zero bits.
pub const WORK_BITS: u32 = 15;
/// For how many days a proof of work is good: a form kept on a phone may wait for its network.
pub const WORK_DAYS: i32 = 7;
/// Signs of a code: 60 bits.
pub const CODE_SIGNS: usize = 12;

/// Whether something can be what makes a form this one: 128 random bits in hexadecimal.
#[must_use]
pub fn is_once(once: &str) -> bool {
    once.len() == 32 && once.bytes().all(|octet| octet.is_ascii_hexdigit())
}

/// The code that whoever sent a form holds, made from what makes it this one: sent again, it is the same. In the signs of
/// [`SIGNS`].
#[must_use]
pub fn code(purpose: &str, once: &str) -> String {
    Sha256::digest(format!("{purpose}:{once}"))
        .iter()
        .take(CODE_SIGNS)
        .map(|octet| char::from(SIGNS[usize::from(octet % 32)]))
        .collect()
}

/// What is kept of a code or another secret of 60 bits or more: no way leads back.
#[must_use]
pub fn hashed(purpose: &str, secret: &str) -> Vec<u8> {
    Sha256::digest(format!("{purpose}:{secret}")).to_vec()
}

/// Whether a nonce proves that work was done for this one form: SHA-256 of `dinh:UNIT:ONCE:DAY:NONCE` begins with
/// [`WORK_BITS`] zero bits, on a day not long ago. `once` is taken once, so the work is too; nothing about the sender is in
/// it. The script that works is `web/src/scripts/proof-of-work.ts`.
#[must_use]
pub fn proves(unit_code: &str, once: &str, day: &str, nonce: &str, today: Date) -> bool {
    let Ok(worked_on) = day.parse::<Date>() else {
        return false;
    };
    let age = (today - worked_on).get_days();
    if !(-1..=WORK_DAYS).contains(&age) || nonce.len() > 20 {
        return false;
    }
    let hash = Sha256::digest(format!("dinh:{unit_code}:{once}:{day}:{nonce}"));
    let begins = u32::from_be_bytes([hash[0], hash[1], hash[2], hash[3]]);
    begins.leading_zeros() >= WORK_BITS
}

#[cfg(test)]
mod tests {
    use jiff::{ToSpan as _, civil::date};
    use proptest::prelude::*;

    use super::*;

    proptest! {
        // Each case works for its proof.
        #![proptest_config(ProptestConfig::with_cases(6))]

        #[test]
        fn a_proof_is_good_for_its_form_alone(once in "[0-9a-f]{32}", other in "[0-9a-f]{32}") {
            let today = date(2026, 11, 25);
            let nonce = (0_u64..).map(|nonce| nonce.to_string())
                .find(|nonce| proves("30352", &once, "2026-11-25", nonce, today))
                .expect("a nonce among so many");
            prop_assert!(proves("30352", &once, "2026-11-25", &nonce, today.saturating_add(7.days())));
            prop_assert!(!proves("30352", &once, "2026-11-25", &nonce, today.saturating_add(8.days())));
            prop_assert!(!proves("30352", &once, "2026-11-20", &nonce, date(2026, 11, 18)));
            if once != other {
                // One in some tens of thousands is good for another one by chance.
                let also = proves("30352", &other, "2026-11-25", &nonce, today);
                let there = proves("30353", &once, "2026-11-25", &nonce, today);
                prop_assert!(!(also && there));
            }
        }
    }

    #[test]
    fn a_code_is_the_same_when_a_form_is_sent_again() {
        let once = "0123456789abcdef0123456789abcdef";
        assert!(is_once(once));
        assert_eq!(code("a", once), code("a", once));
        assert_eq!(code("a", once).len(), CODE_SIGNS);
        assert_ne!(code("a", once), code("b", once));
        assert_ne!(code("a", once), code("a", "1123456789abcdef0123456789abcdef"));
        for wrong in ["", "1", "zz23456789abcdef0123456789abcdef"] {
            assert!(!is_once(wrong));
        }
    }
}
