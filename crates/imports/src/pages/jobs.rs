//! What takes long runs beside the pages, one thing at a time, and is remembered for a while.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
};

use facts::BatchId;
use platform::access::{Actor, PersonId};
use tokio::sync::Semaphore;
use uuid::Uuid;

use super::upload::{Choices, Upload};
use crate::{
    history::Undone,
    importer::{Importer, Outcome, Progress},
};

/// How many jobs are remembered, with their files.
const REMEMBERED: usize = 20;

/// What is to be done.
#[derive(Debug)]
pub(super) enum Work {
    /// Nothing yet: the form has to be mended, its file is kept.
    Keep(Sent),
    /// Check a file.
    Check(Sent),
    /// Import a file, unless something stands in the way.
    Import(Sent),
    /// Take an import back.
    Undo {
        batch: BatchId,
        reason: String,
        sender: Actor,
    },
}

/// A file with the choices that came with it.
#[derive(Debug, Clone)]
pub(super) struct Sent {
    pub(super) file: Arc<Upload>,
    pub(super) choices: Choices,
    /// Who sent it.
    pub(super) sender: Actor,
}

/// How far a job is.
#[derive(Debug, Clone)]
pub(super) enum State {
    /// Others are before it.
    Waiting,
    /// It runs; an undoing tells no progress.
    Running(Option<Progress>),
    /// A file was gone through.
    Read(Arc<Outcome>),
    /// An import was taken back.
    Undone(Undone),
    /// Something of ours failed; it is in the log.
    Failed,
}

/// A job.
#[derive(Debug)]
pub(super) struct Job {
    pub(super) id: Uuid,
    pub(super) work: Work,
    state: Mutex<State>,
}

impl Job {
    pub(super) fn state(&self) -> State {
        // The lock guards assignments, which can't be left half done.
        self.state.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn set(&self, state: State) {
        *self.state.lock().unwrap_or_else(PoisonError::into_inner) = state;
    }

    fn is_under_way(&self) -> bool {
        !matches!(self.work, Work::Keep(_)) && matches!(self.state(), State::Waiting | State::Running(_))
    }

    /// Whose it is: nobody else sees what was sent, or what came of it.
    fn owner(&self) -> PersonId {
        match &self.work {
            Work::Keep(sent) | Work::Check(sent) | Work::Import(sent) => sent.sender.person(),
            Work::Undo { sender, .. } => sender.person(),
        }
    }

    /// The file and the choices it is about.
    pub(super) fn sent(&self) -> Option<&Sent> {
        match &self.work {
            Work::Keep(sent) | Work::Check(sent) | Work::Import(sent) => Some(sent),
            Work::Undo { .. } => None,
        }
    }
}

/// The jobs of this server. They are forgotten when it stops; what they wrote is not.
#[derive(Debug)]
pub(super) struct Jobs {
    list: Mutex<VecDeque<Arc<Job>>>,
    turn: Arc<Semaphore>,
}

impl Default for Jobs {
    fn default() -> Self {
        Self {
            list: Mutex::default(),
            turn: Arc::new(Semaphore::new(1)),
        }
    }
}

/// Too many jobs are waiting.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Busy;

impl Jobs {
    /// A job of this person's.
    pub(super) fn get(&self, id: Uuid, actor: &Actor) -> Option<Arc<Job>> {
        let list = self.list.lock().unwrap_or_else(PoisonError::into_inner);
        list.iter()
            .find(|job| job.id == id && job.owner() == actor.person())
            .cloned()
    }

    /// Starts a job, forgetting the oldest that is done when there are many.
    pub(super) fn start(&self, importer: &Arc<Importer>, work: Work) -> Result<Uuid, Busy> {
        let job = Arc::new(Job {
            id: importer.id(importer.clock.now()),
            work,
            state: Mutex::new(State::Waiting),
        });
        {
            let mut list = self.list.lock().unwrap_or_else(PoisonError::into_inner);
            if list.len() >= REMEMBERED {
                let oldest = list.iter().position(|job| !job.is_under_way()).ok_or(Busy)?;
                list.remove(oldest);
            }
            list.push_back(Arc::clone(&job));
        }
        let id = job.id;
        if !matches!(job.work, Work::Keep(_)) {
            tokio::spawn(run(Arc::clone(importer), job, Arc::clone(&self.turn)));
        }
        Ok(id)
    }
}

async fn run(importer: Arc<Importer>, job: Arc<Job>, turn: Arc<Semaphore>) {
    // The semaphore is never closed; if it were, running out of turn would do no harm.
    let _turn = turn.acquire().await;
    job.set(State::Running(None));
    let watched = Arc::clone(&job);
    let progress: Arc<dyn Fn(Progress) + Send + Sync> =
        Arc::new(move |progress| watched.set(State::Running(Some(progress))));
    let read = |outcome| State::Read(Arc::new(outcome));
    let ended = match &job.work {
        Work::Keep(_) => return,
        Work::Check(sent) => {
            let options = sent.choices.options(&sent.file.name, &sent.sender);
            importer
                .check(sent.file.path(), &options, &progress)
                .await
                .map(read)
        }
        Work::Import(sent) => {
            let options = sent.choices.options(&sent.file.name, &sent.sender);
            importer
                .apply(sent.file.path(), &options, &progress)
                .await
                .map(read)
        }
        Work::Undo { batch, reason, .. } => {
            let undone = importer.undo(*batch, reason).await;
            undone.map(State::Undone).map_err(Into::into)
        }
    };
    job.set(ended.unwrap_or_else(|error| {
        tracing::error!(%error, job = %job.id, "an import job failed");
        State::Failed
    }));
}
