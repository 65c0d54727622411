//! Signed notes (<https://c2sp.org/signed-note>): a text, a blank line, and lines of signatures.

use std::{fmt, str::FromStr};

use ed25519_dalek::{Signature as Ed25519, Signer as _};
use sha2::{Digest as _, Sha256};

/// The most octets of a note that is read: a checkpoint with more signatures than anybody collects.
pub const MAX_NOTE: usize = 64 * 1024;
/// The most signature lines of a note that is read; the specification asks for at least 16.
const MAX_SIGNATURES: usize = 64;
/// What the text of a signing key begins with, as Go's `note` package writes it.
const SIGNING_KEY_PREFIX: &str = "PRIVATE+KEY+";

/// What a key signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Algorithm {
    /// Ed25519 over the text of the note: how a log signs.
    Ed25519,
    /// Ed25519 over a time and the text of the note: how a witness signs (`cosignature/v1`).
    Cosignature,
}

impl Algorithm {
    /// The octet that stands for it in keys.
    fn byte(self) -> u8 {
        match self {
            Self::Ed25519 => 0x01,
            Self::Cosignature => 0x04,
        }
    }

    fn from_byte(byte: u8) -> Option<Self> {
        [Self::Ed25519, Self::Cosignature]
            .into_iter()
            .find(|algorithm| algorithm.byte() == byte)
    }
}

/// What is wrong with a note or a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoteError {
    /// The octets are not a signed note.
    #[error("this is no signed note")]
    Malformed,
    /// The text is not a key.
    #[error("this is no key of a signed note")]
    Key,
    /// A name is empty, or holds a space or a plus.
    #[error("a key's name holds neither spaces nor a plus sign")]
    Name,
    /// No line is signed by the key.
    #[error("the note is not signed by the key")]
    Unsigned,
    /// A line names the key, but its signature is of another text or another key.
    #[error("the signature does not fit the note")]
    Forged,
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && !name.contains(|c: char| c.is_whitespace() || c.is_control() || c == '+')
}

/// The first four octets of a hash over a key and its name; together with the name they tell which key signed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyId(pub [u8; 4]);

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:08x}", u32::from_be_bytes(self.0))
    }
}

impl fmt::Debug for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

fn key_id(name: &str, algorithm: Algorithm, key: &[u8; 32]) -> KeyId {
    let digest = Sha256::new()
        .chain_update(name)
        .chain_update([b'\n', algorithm.byte()])
        .chain_update(key)
        .finalize();
    KeyId([digest[0], digest[1], digest[2], digest[3]])
}

/// A public key with its name ("vkey"): written `name+id+key`, id in hexadecimal, key in base 64.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifierKey {
    name: String,
    id: KeyId,
    algorithm: Algorithm,
    key: ed25519_dalek::VerifyingKey,
}

impl VerifierKey {
    fn new(name: &str, algorithm: Algorithm, key: ed25519_dalek::VerifyingKey) -> Result<Self, NoteError> {
        if !is_name(name) {
            return Err(NoteError::Name);
        }
        Ok(Self {
            name: name.to_owned(),
            id: key_id(name, algorithm, key.as_bytes()),
            algorithm,
            key,
        })
    }

    /// Whose key it is; for a log the origin of its checkpoints.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The short identifier that signatures carry.
    #[must_use]
    pub fn id(&self) -> KeyId {
        self.id
    }

    /// What it signs.
    #[must_use]
    pub fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    fn checks(&self, message: &[u8], signature: &[u8]) -> bool {
        signature.try_into().is_ok_and(|bytes| {
            self.key
                .verify_strict(message, &Ed25519::from_bytes(bytes))
                .is_ok()
        })
    }

    /// Whether a line of the note is this key's, and every such line fits the note's text.
    ///
    /// For a witness's key use [`crate::checkpoint::cosigned_at`].
    ///
    /// # Errors
    /// [`NoteError::Unsigned`], [`NoteError::Forged`]
    pub fn verify(&self, note: &Note) -> Result<(), NoteError> {
        let mut found = false;
        for signature in note.by(self) {
            if self.algorithm != Algorithm::Ed25519 || !self.checks(note.text.as_bytes(), &signature.octets) {
                return Err(NoteError::Forged);
            }
            found = true;
        }
        if found { Ok(()) } else { Err(NoteError::Unsigned) }
    }

    /// Whether `octets` are this key's signature over `message`.
    pub(crate) fn verifies(&self, message: &[u8], octets: &[u8]) -> bool {
        self.checks(message, octets)
    }
}

impl fmt::Display for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut key = vec![self.algorithm.byte()];
        key.extend(self.key.as_bytes());
        write!(f, "{}+{}+{}", self.name, self.id, crate::to_base64(&key))
    }
}

impl FromStr for VerifierKey {
    type Err = NoteError;

    fn from_str(text: &str) -> Result<Self, NoteError> {
        let mut parts = text.splitn(3, '+');
        let (Some(name), Some(id), Some(key)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(NoteError::Key);
        };
        let key = crate::from_base64(key).ok_or(NoteError::Key)?;
        let (algorithm, key) = key.split_first().ok_or(NoteError::Key)?;
        let algorithm = Algorithm::from_byte(*algorithm).ok_or(NoteError::Key)?;
        let key: &[u8; 32] = key.try_into().map_err(|_| NoteError::Key)?;
        let key = ed25519_dalek::VerifyingKey::from_bytes(key).map_err(|_| NoteError::Key)?;
        let key = Self::new(name, algorithm, key)?;
        if key.id.to_string() == id {
            Ok(key)
        } else {
            Err(NoteError::Key)
        }
    }
}

/// A private key with its name. It is never shown; [`SigningKey::to_text`] is for the file that keeps it.
#[derive(Clone)]
pub struct SigningKey {
    verifier: VerifierKey,
    key: ed25519_dalek::SigningKey,
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey({})", self.verifier)
    }
}

impl SigningKey {
    /// The key that follows from thirty-two secret random octets.
    ///
    /// # Errors
    /// [`NoteError::Name`]
    pub fn from_seed(name: &str, algorithm: Algorithm, seed: &[u8; 32]) -> Result<Self, NoteError> {
        let key = ed25519_dalek::SigningKey::from_bytes(seed);
        Ok(Self {
            verifier: VerifierKey::new(name, algorithm, key.verifying_key())?,
            key,
        })
    }

    /// The public half.
    #[must_use]
    pub fn verifier(&self) -> &VerifierKey {
        &self.verifier
    }

    /// The secret, as Go's `note` package writes it: `PRIVATE+KEY+name+id+seed`.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut seed = vec![self.verifier.algorithm.byte()];
        seed.extend(self.key.as_bytes());
        format!(
            "{SIGNING_KEY_PREFIX}{}+{}+{}",
            self.verifier.name,
            self.verifier.id,
            crate::to_base64(&seed)
        )
    }

    /// Reads what [`SigningKey::to_text`] wrote.
    ///
    /// # Errors
    /// [`NoteError::Key`], [`NoteError::Name`]
    pub fn from_text(text: &str) -> Result<Self, NoteError> {
        let rest = text.strip_prefix(SIGNING_KEY_PREFIX).ok_or(NoteError::Key)?;
        let mut parts = rest.splitn(3, '+');
        let (Some(name), Some(id), Some(seed)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(NoteError::Key);
        };
        let seed = crate::from_base64(seed).ok_or(NoteError::Key)?;
        let (algorithm, seed) = seed.split_first().ok_or(NoteError::Key)?;
        let algorithm = Algorithm::from_byte(*algorithm).ok_or(NoteError::Key)?;
        let seed: &[u8; 32] = seed.try_into().map_err(|_| NoteError::Key)?;
        let key = Self::from_seed(name, algorithm, seed)?;
        if key.verifier.id.to_string() == id {
            Ok(key)
        } else {
            Err(NoteError::Key)
        }
    }

    /// Signs a text.
    #[must_use]
    pub fn sign(&self, text: &str) -> Signature {
        self.signature(self.key.sign(text.as_bytes()).to_bytes().to_vec())
    }

    pub(crate) fn sign_octets(&self, message: &[u8]) -> [u8; 64] {
        self.key.sign(message).to_bytes()
    }

    pub(crate) fn signature(&self, octets: Vec<u8>) -> Signature {
        Signature {
            name: self.verifier.name.clone(),
            id: self.verifier.id,
            octets,
        }
    }
}

/// A line of signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// The name of the key that signed.
    pub name: String,
    /// The key's identifier.
    pub id: KeyId,
    /// The signature; what it consists of depends on the key.
    pub octets: Vec<u8>,
}

impl fmt::Display for Signature {
    /// The line, without its end.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut octets = self.id.0.to_vec();
        octets.extend(&self.octets);
        write!(f, "— {} {}", self.name, crate::to_base64(&octets))
    }
}

impl FromStr for Signature {
    type Err = NoteError;

    fn from_str(line: &str) -> Result<Self, NoteError> {
        let rest = line.strip_prefix("— ").ok_or(NoteError::Malformed)?;
        let (name, signature) = rest.split_once(' ').ok_or(NoteError::Malformed)?;
        let octets = crate::from_base64(signature).ok_or(NoteError::Malformed)?;
        let (id, octets) = octets.split_first_chunk::<4>().ok_or(NoteError::Malformed)?;
        if !is_name(name) || octets.is_empty() {
            return Err(NoteError::Malformed);
        }
        Ok(Self {
            name: name.to_owned(),
            id: KeyId(*id),
            octets: octets.to_vec(),
        })
    }
}

/// A text with signatures. What it says counts only once a trusted key has been found to have signed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The text, with its last newline.
    pub text: String,
    /// The signatures, in order; at least one.
    pub signatures: Vec<Signature>,
}

impl Note {
    /// The lines that name a key.
    pub(crate) fn by<'n>(&'n self, key: &'n VerifierKey) -> impl Iterator<Item = &'n Signature> {
        self.signatures
            .iter()
            .filter(|signature| signature.id == key.id && signature.name == key.name)
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)?;
        f.write_str("\n")?;
        self.signatures
            .iter()
            .try_for_each(|signature| writeln!(f, "{signature}"))
    }
}

impl FromStr for Note {
    type Err = NoteError;

    fn from_str(note: &str) -> Result<Self, NoteError> {
        if note.len() > MAX_NOTE || note.contains(|c: char| c < ' ' && c != '\n') {
            return Err(NoteError::Malformed);
        }
        let (text, lines) = note.rsplit_once("\n\n").ok_or(NoteError::Malformed)?;
        let lines = lines.strip_suffix('\n').ok_or(NoteError::Malformed)?;
        let signatures: Vec<Signature> = lines
            .split('\n')
            .take(MAX_SIGNATURES + 1)
            .map(str::parse)
            .collect::<Result<_, _>>()?;
        if signatures.len() > MAX_SIGNATURES {
            return Err(NoteError::Malformed);
        }
        Ok(Self {
            text: format!("{text}\n"),
            signatures,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(seed: u8) -> SigningKey {
        SigningKey::from_seed("dinh.example/log", Algorithm::Ed25519, &[seed; 32]).unwrap()
    }

    fn signed(text: &str, keys: &[&SigningKey]) -> Note {
        Note {
            text: text.to_owned(),
            signatures: keys.iter().map(|key| key.sign(text)).collect(),
        }
    }

    /// The note and the key printed in the documentation of Go's `note` package.
    const PETER: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    const PETERS_NOTE: &str = "If you think cryptography is the answer to your problem,\n\
        then you don't know what your problem is.\n\n\
        — PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

    #[test]
    fn a_note_signed_by_another_implementation_verifies() {
        let (key, note): (VerifierKey, Note) = (PETER.parse().unwrap(), PETERS_NOTE.parse().unwrap());
        assert_eq!(key.verify(&note), Ok(()));
        assert_eq!(key.to_string(), PETER);
        assert_eq!(note.to_string(), PETERS_NOTE);
        let changed: Note = PETERS_NOTE
            .replace("your problem is", "his problem is")
            .parse()
            .unwrap();
        assert_eq!(key.verify(&changed), Err(NoteError::Forged));
    }

    #[test]
    fn unknown_signatures_are_ignored_and_forged_ones_are_not() {
        let (ours, other) = (key(1), key(2));
        let note = signed("chữ\n\nký\n", &[&other, &ours]);
        assert_eq!(ours.verifier().verify(&note), Ok(()));
        assert_eq!(key(3).verifier().verify(&note), Err(NoteError::Unsigned));
        let mut forged = note.clone();
        forged.signatures.push(ours.sign("khác\n"));
        assert_eq!(ours.verifier().verify(&forged), Err(NoteError::Forged));
        let again: Note = note.to_string().parse().unwrap();
        assert_eq!(again, note);
    }

    #[test]
    fn a_signing_key_is_kept_as_text_and_never_shown() {
        let key = key(7);
        let text = key.to_text();
        assert_eq!(SigningKey::from_text(&text).unwrap().verifier(), key.verifier());
        let seed = text.rsplit('+').next().unwrap();
        assert!(!format!("{key:?}").contains(seed));
        assert!(matches!(
            SigningKey::from_text(&text.replace("dinh", "định")),
            Err(NoteError::Key)
        ));
    }

    #[test]
    fn what_is_no_note_or_key_is_refused() {
        let good = signed("a\n", &[&key(1)]).to_string();
        for bad in [
            String::new(),
            "\n\n".to_owned(),
            "a\n\n".to_owned(),
            good.replace('\n', "\r\n"),
            good.trim_end().to_owned(),
            good.replace("— ", "- "),
            good.replace("— ", "—  "),
            format!("{good}\n"),
            format!("{good}— x AAAA\n"),
            format!("\u{1}{good}"),
        ] {
            assert_eq!(bad.parse::<Note>(), Err(NoteError::Malformed), "{bad:?}");
        }
        let vkey = key(1).verifier().to_string();
        for bad in [
            "",
            "a",
            "a+b",
            &vkey[1..],
            &vkey.replace("+0", "+1"),
            &format!("{vkey} "),
        ] {
            assert!(bad.parse::<VerifierKey>().is_err() || bad == vkey, "{bad}");
        }
        assert!(SigningKey::from_seed("a b", Algorithm::Ed25519, &[0; 32]).is_err());
        assert!(SigningKey::from_seed("", Algorithm::Ed25519, &[0; 32]).is_err());
    }
}
