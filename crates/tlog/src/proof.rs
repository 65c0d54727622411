//! An inclusion proof that stands alone (<https://c2sp.org/tlog-proof>): index, hashes and checkpoint in one text
//! file, to be kept beside what it proves and checked without a network.

use std::{fmt, str::FromStr};

use crate::{
    Checkpoint, Hash,
    merkle::{leaf_hash, proves_inclusion},
    note::{Note, NoteError, VerifierKey},
};

const HEADER: &str = "c2sp.org/tlog-proof@v1";
/// The most hashes of a proof: a tree has at most 2⁶⁴ entries.
const MAX_HASHES: usize = 64;

/// A proof that an entry is in a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// What the application adds; nobody vouches for it. Đình puts the entry here.
    pub extra: Option<Vec<u8>>,
    /// The entry's place in the log, from 0.
    pub index: u64,
    /// From the leaf's sibling to the root's child.
    pub hashes: Vec<Hash>,
    /// The signed checkpoint.
    pub checkpoint: Note,
}

/// What is wrong with a proof.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ProofError {
    /// The text is no proof.
    #[error("this is no proof of a log")]
    Malformed,
    /// The checkpoint in it is not the log's.
    #[error(transparent)]
    Checkpoint(#[from] NoteError),
    /// The hashes do not lead from the entry to the root.
    #[error("the proof does not lead from the entry to the checkpoint")]
    NotIncluded,
}

impl Proof {
    /// Checks that the log with `key` has the entry, and says in which checkpoint.
    ///
    /// # Errors
    /// [`ProofError::Checkpoint`], [`ProofError::NotIncluded`]
    pub fn verify(&self, entry: &[u8], key: &VerifierKey) -> Result<Checkpoint, ProofError> {
        let checkpoint = Checkpoint::verified(&self.checkpoint, key)?;
        let leaf = leaf_hash(entry);
        if proves_inclusion(&self.hashes, self.index, leaf, checkpoint.size, checkpoint.root) {
            Ok(checkpoint)
        } else {
            Err(ProofError::NotIncluded)
        }
    }
}

impl fmt::Display for Proof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{HEADER}")?;
        if let Some(extra) = &self.extra {
            writeln!(f, "extra {}", crate::to_base64(extra))?;
        }
        writeln!(f, "index {}", self.index)?;
        for hash in &self.hashes {
            writeln!(f, "{}", hash.to_base64())?;
        }
        write!(f, "\n{}", self.checkpoint)
    }
}

impl FromStr for Proof {
    type Err = ProofError;

    fn from_str(text: &str) -> Result<Self, ProofError> {
        let rest = text
            .strip_prefix(HEADER)
            .and_then(|rest| rest.strip_prefix('\n'))
            .ok_or(ProofError::Malformed)?;
        let (head, checkpoint) = rest.split_once("\n\n").ok_or(ProofError::Malformed)?;
        let mut lines = head.split('\n').peekable();
        let extra = lines
            .next_if(|line| line.starts_with("extra "))
            .map(|line| crate::from_base64(&line["extra ".len()..]).ok_or(ProofError::Malformed))
            .transpose()?;
        let index = lines
            .next()
            .and_then(|line| crate::decimal(line.strip_prefix("index ")?))
            .ok_or(ProofError::Malformed)?;
        let hashes: Vec<Hash> = lines
            .take(MAX_HASHES + 1)
            .map(|line| Hash::from_base64(line).ok_or(ProofError::Malformed))
            .collect::<Result<_, _>>()?;
        if hashes.len() > MAX_HASHES {
            return Err(ProofError::Malformed);
        }
        Ok(Self {
            extra,
            index,
            hashes,
            checkpoint: checkpoint.parse().map_err(|_| ProofError::Malformed)?,
        })
    }
}
