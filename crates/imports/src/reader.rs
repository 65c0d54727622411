//! Reading a file on a thread of its own and handing its rows over in chunks, so that neither a slow file nor a
//! slow database holds up anything else, and no more than a few chunks are in memory.

use std::{fs::File, io, ops::ControlFlow, path::Path};

use intake::{Form, Reading, Row};
use tokio::{sync::mpsc, task::JoinHandle};

/// Rows handed over at once.
const CHUNK: usize = 500;
/// Chunks that may wait.
const WAITING: usize = 4;

/// A file being read.
pub(crate) struct Rows {
    pub(crate) chunks: mpsc::Receiver<Vec<Row>>,
    reading: JoinHandle<io::Result<Reading>>,
}

impl Rows {
    /// Stops reading, if it hasn't come to its end, and gives what came of it.
    pub(crate) async fn finish(self) -> io::Result<Reading> {
        drop(self.chunks);
        self.reading.await.map_err(io::Error::other)?
    }
}

/// Starts reading. `progress` is called on the reading thread.
pub(crate) fn start(
    path: &Path,
    name: &str,
    form: Form,
    options: intake::Options,
    mut progress: impl FnMut(intake::Progress) + Send + 'static,
) -> Rows {
    let (sender, chunks) = mpsc::channel(WAITING);
    let (path, name) = (path.to_owned(), name.to_owned());
    let reading = tokio::task::spawn_blocking(move || {
        let mut chunk = Vec::with_capacity(CHUNK);
        let mut each = |row| {
            chunk.push(row);
            if chunk.len() < CHUNK {
                return ControlFlow::Continue(());
            }
            let full = std::mem::replace(&mut chunk, Vec::with_capacity(CHUNK));
            // Nobody takes rows any more: the import has been given up.
            match sender.blocking_send(full) {
                Ok(()) => ControlFlow::Continue(()),
                Err(_) => ControlFlow::Break(()),
            }
        };
        let reading = intake::read(
            File::open(&path)?,
            &name,
            &form,
            &options,
            &mut each,
            &mut progress,
        )?;
        // Ignored when nobody takes rows any more, as above.
        let _ = sender.blocking_send(chunk);
        Ok(reading)
    });
    Rows { chunks, reading }
}
