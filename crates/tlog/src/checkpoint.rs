//! Checkpoints (<https://c2sp.org/tlog-checkpoint>): what a log signs, and what witnesses sign after it
//! (<https://c2sp.org/tlog-cosignature>, in Ed25519).

use std::{fmt, str::FromStr};

use crate::{
    Hash,
    note::{Algorithm, Note, NoteError, Signature, SigningKey, VerifierKey},
};

/// The state of a log: it had `size` entries, and this root.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// Which log; never empty, one line.
    pub origin: String,
    /// How many entries.
    pub size: u64,
    /// The root of their tree.
    pub root: Hash,
    /// Further lines that a log may have signed. Đình writes none.
    pub extensions: Vec<String>,
}

/// A text that is no checkpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is no checkpoint of a log")]
pub struct NoCheckpoint;

impl fmt::Display for Checkpoint {
    /// The text of the note, with its last newline.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}\n{}\n{}", self.origin, self.size, self.root.to_base64())?;
        self.extensions.iter().try_for_each(|line| writeln!(f, "{line}"))
    }
}

impl FromStr for Checkpoint {
    type Err = NoCheckpoint;

    fn from_str(text: &str) -> Result<Self, NoCheckpoint> {
        let mut lines = text.strip_suffix('\n').ok_or(NoCheckpoint)?.split('\n');
        let mut line = || lines.next().filter(|line| !line.is_empty()).ok_or(NoCheckpoint);
        let origin = line()?.to_owned();
        let size = crate::decimal(line()?).ok_or(NoCheckpoint)?;
        let root = Hash::from_base64(line()?).ok_or(NoCheckpoint)?;
        let extensions: Vec<String> = lines.map(str::to_owned).collect();
        if extensions.iter().any(String::is_empty) {
            return Err(NoCheckpoint);
        }
        Ok(Self {
            origin,
            size,
            root,
            extensions,
        })
    }
}

impl Checkpoint {
    /// A checkpoint without further lines.
    #[must_use]
    pub fn new(origin: impl Into<String>, size: u64, root: Hash) -> Self {
        Self {
            origin: origin.into(),
            size,
            root,
            extensions: Vec::new(),
        }
    }

    /// Signs it with each key.
    #[must_use]
    pub fn sign(&self, keys: &[&SigningKey]) -> Note {
        let text = self.to_string();
        let signatures = keys.iter().map(|key| key.sign(&text)).collect();
        Note { text, signatures }
    }

    /// The checkpoint that a note holds, when the key of the log of that name has signed it.
    ///
    /// # Errors
    /// [`NoteError::Unsigned`] also when the checkpoint is of another log than the key's name;
    /// [`NoteError::Malformed`] when the text is no checkpoint; [`NoteError::Forged`].
    pub fn verified(note: &Note, key: &VerifierKey) -> Result<Self, NoteError> {
        key.verify(note)?;
        let checkpoint: Self = note.text.parse().map_err(|_| NoteError::Malformed)?;
        if checkpoint.origin == key.name() {
            Ok(checkpoint)
        } else {
            Err(NoteError::Unsigned)
        }
    }
}

/// What a witness signs: a time in seconds since 1970, and the text of the checkpoint.
fn cosigned(text: &str, time: u64) -> Vec<u8> {
    format!("cosignature/v1\ntime {time}\n{text}").into_bytes()
}

/// A witness's signature over the text of a checkpoint: "at this time, this was the largest consistent tree of this
/// log that I had seen". `time` is in seconds since 1970.
///
/// # Errors
/// [`NoteError::Key`] when the key is not one of a witness.
pub fn cosign(text: &str, key: &SigningKey, time: u64) -> Result<Signature, NoteError> {
    if key.verifier().algorithm() != Algorithm::Cosignature || i64::try_from(time).is_err() {
        return Err(NoteError::Key);
    }
    let mut octets = time.to_be_bytes().to_vec();
    octets.extend(key.sign_octets(&cosigned(text, time)));
    Ok(key.signature(octets))
}

/// When the witness with this key signed the checkpoint, in seconds since 1970; its latest time when it did twice.
///
/// # Errors
/// [`NoteError::Unsigned`], [`NoteError::Forged`], and [`NoteError::Key`] when the key is not one of a witness.
pub fn cosigned_at(note: &Note, key: &VerifierKey) -> Result<u64, NoteError> {
    if key.algorithm() != Algorithm::Cosignature {
        return Err(NoteError::Key);
    }
    let mut latest = None;
    for signature in note.by(key) {
        let (time, octets) = signature
            .octets
            .split_first_chunk::<8>()
            .ok_or(NoteError::Forged)?;
        let time = u64::from_be_bytes(*time);
        if i64::try_from(time).is_err() || !key.verifies(&cosigned(&note.text, time), octets) {
            return Err(NoteError::Forged);
        }
        latest = latest.max(Some(time));
    }
    latest.ok_or(NoteError::Unsigned)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ORIGIN: &str = "dinh.example/log";

    fn checkpoint() -> Checkpoint {
        Checkpoint::new(ORIGIN, 20_852_163, Hash([7; 32]))
    }

    #[test]
    fn a_checkpoint_counts_only_under_its_own_key_and_name() {
        let key = SigningKey::from_seed(ORIGIN, Algorithm::Ed25519, &[1; 32]).unwrap();
        let other = SigningKey::from_seed("khac.example/log", Algorithm::Ed25519, &[1; 32]).unwrap();
        let note = checkpoint().sign(&[&key, &other]);
        assert_eq!(Checkpoint::verified(&note, key.verifier()), Ok(checkpoint()));
        assert_eq!(
            Checkpoint::verified(&note, other.verifier()),
            Err(NoteError::Unsigned),
            "a key of another log says nothing about this one"
        );
    }

    #[test]
    fn what_is_no_checkpoint_is_refused() {
        let good = checkpoint().to_string();
        assert_eq!(good.parse(), Ok(checkpoint()));
        assert_eq!(
            format!("{good}thêm\n").parse::<Checkpoint>().unwrap().extensions,
            ["thêm"]
        );
        for bad in [
            "".to_owned(),
            good.trim_end().to_owned(),
            good.replace("20852163", "020852163"),
            good.replace("20852163", "+20852163"),
            good.replace("20852163", "18446744073709551616"),
            good.replace("Bwc=", "Bw=="),
            format!("\n{good}"),
            format!("{good}\n"),
        ] {
            assert_eq!(bad.parse::<Checkpoint>(), Err(NoCheckpoint), "{bad:?}");
        }
    }

    /// The example of the specification, whose witness's key it does not print: only the layout is compared.
    #[test]
    fn a_cosignature_has_the_layout_of_the_specification() {
        let line = "— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==";
        let signature: Signature = line.parse().unwrap();
        assert_eq!(signature.octets.len(), 72);
        assert_eq!(signature.octets[..8], 1_679_315_147_u64.to_be_bytes());
    }

    #[test]
    fn a_witness_signs_the_checkpoint_and_the_time() {
        let log = SigningKey::from_seed(ORIGIN, Algorithm::Ed25519, &[1; 32]).unwrap();
        let witness = SigningKey::from_seed("mat-tran.example", Algorithm::Cosignature, &[2; 32]).unwrap();
        let mut note = checkpoint().sign(&[&log]);
        assert_eq!(cosigned_at(&note, witness.verifier()), Err(NoteError::Unsigned));
        assert_eq!(cosigned_at(&note, log.verifier()), Err(NoteError::Key));
        assert_eq!(cosign(&note.text, &log, 1), Err(NoteError::Key));
        note.signatures
            .push(cosign(&note.text, &witness, 1_700_000_000).unwrap());
        assert_eq!(cosigned_at(&note, witness.verifier()), Ok(1_700_000_000));
        assert_eq!(
            log.verifier().verify(&note),
            Ok(()),
            "a log's key ignores cosignatures"
        );
        assert_eq!(
            witness.verifier().verify(&note),
            Err(NoteError::Forged),
            "a cosignature is no plain signature"
        );
        note.signatures[1].octets[7] ^= 1;
        assert_eq!(cosigned_at(&note, witness.verifier()), Err(NoteError::Forged));
    }
}
