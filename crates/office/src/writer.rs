//! One writer thread with group commit: what arrives together shares one durable transaction, and everybody
//! is answered after it is on disk. A lone durable commit costs milliseconds, a step inside one microseconds.

use crate::error::{OfficeError, OfficeResult};
use std::path::Path;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;
use store::{Batch, Book, StoreError, Tx};
use tokio::sync::oneshot;

/// Steps that share one transaction at most, so that nobody waits for a crowd.
const STEPS_PER_BATCH: usize = 256;

/// Called after the commit, with what went wrong with it if anything did.
type Answer = Box<dyn FnOnce(Result<(), String>) + Send>;

type StepJob = Box<dyn FnOnce(&mut Batch<'_>) -> Answer + Send>;
type WholeJob = Box<dyn FnOnce(&mut Book) + Send>;

enum Job {
    /// A step of a shared transaction.
    Step(StepJob),
    /// Needs the book to itself (imports, passes).
    Whole(WholeJob),
}

/// The way to the writer thread. Dropping the last one ends the thread after what was asked is done.
#[derive(Debug)]
pub struct Writer {
    jobs: Option<Sender<Job>>,
    thread: Option<JoinHandle<()>>,
}

/// What a step of a transaction answers before it is durable: its value, and what to do once it is.
pub struct Step<T> {
    /// The answer.
    pub value: T,
    /// Runs on the writer thread after the commit and before the answer.
    pub after: Option<Box<dyn FnOnce() + Send>>,
}

impl Writer {
    /// Opens the book at `path` for writing and starts the thread.
    ///
    /// # Errors
    /// When the book cannot be opened for writing.
    pub fn start(path: &Path) -> Result<Writer, StoreError> {
        let book = Book::open_to_serve(path)?;
        let (jobs, inbox) = channel();
        let thread = std::thread::spawn(move || run(book, &inbox));
        Ok(Writer { jobs: Some(jobs), thread: Some(thread) })
    }

    /// Runs `step` inside the next transaction and answers when it is durable. An error undoes this step
    /// alone.
    ///
    /// # Errors
    /// What `step` returned, or [`OfficeError::NotSaved`] when the commit failed.
    pub async fn step<T: Send + 'static>(
        &self,
        step: impl FnOnce(&mut Tx<'_>) -> OfficeResult<Step<T>> + Send + 'static,
    ) -> OfficeResult<T> {
        let (answer, answered) = oneshot::channel();
        let job: StepJob = Box::new(move |batch| {
            let outcome = batch.step(step);
            Box::new(move |committed| {
                let told = match (outcome, committed) {
                    (Err(error), _) => Err(error),
                    (Ok(_), Err(problem)) => Err(OfficeError::NotSaved(problem)),
                    (Ok(step), Ok(())) => {
                        if let Some(after) = step.after {
                            after();
                        }
                        Ok(step.value)
                    }
                };
                // Whoever asked may have gone away; what was written stays written.
                let _ = answer.send(told);
            })
        });
        self.send(Job::Step(job))?;
        answered.await.map_err(|_| OfficeError::NotSaved("the writer has stopped".into()))?
    }

    /// Runs `step` inside a coming transaction without waiting for it: for what is only kept to be read
    /// sooner, and made again when it is missing.
    pub fn step_later(&self, step: impl FnOnce(&mut Tx<'_>) -> OfficeResult<()> + Send + 'static) {
        let job: StepJob = Box::new(move |batch| {
            let outcome = batch.step(step);
            Box::new(move |committed| {
                if let Some(problem) = outcome.err().map(|error| error.to_string()).or(committed.err()) {
                    tracing::warn!(%problem, "something derived could not be kept");
                }
            })
        });
        // When the writer has stopped the program is ending.
        let _ = self.send(Job::Step(job));
    }

    /// Runs `work` with the book to itself, between two transactions.
    ///
    /// # Errors
    /// What `work` returned, or [`OfficeError::NotSaved`] when the writer has stopped.
    pub async fn whole<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Book) -> OfficeResult<T> + Send + 'static,
    ) -> OfficeResult<T> {
        let answered = self.begin_whole(work)?;
        answered.await.map_err(|_| OfficeError::NotSaved("the writer has stopped".into()))?
    }

    /// As [`Writer::whole`], for threads that may block.
    ///
    /// # Errors
    /// As [`Writer::whole`].
    pub fn whole_blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Book) -> OfficeResult<T> + Send + 'static,
    ) -> OfficeResult<T> {
        let answered = self.begin_whole(work)?;
        answered.blocking_recv().map_err(|_| OfficeError::NotSaved("the writer has stopped".into()))?
    }

    fn begin_whole<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Book) -> OfficeResult<T> + Send + 'static,
    ) -> OfficeResult<oneshot::Receiver<OfficeResult<T>>> {
        let (answer, answered) = oneshot::channel();
        let job: WholeJob = Box::new(move |book| {
            let _ = answer.send(work(book));
        });
        self.send(Job::Whole(job))?;
        Ok(answered)
    }

    fn send(&self, job: Job) -> OfficeResult<()> {
        let stopped = || OfficeError::NotSaved("the writer has stopped".into());
        self.jobs.as_ref().ok_or_else(stopped)?.send(job).map_err(|_| stopped())
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.jobs = None;
        let Some(thread) = self.thread.take() else { return };
        // The last owner may be the writer itself, inside an answer: a thread cannot wait for itself.
        if thread.thread().id() != std::thread::current().id() && thread.join().is_err() {
            tracing::error!("the writer thread ended with a panic");
        }
    }
}

fn run(mut book: Book, inbox: &Receiver<Job>) {
    while let Ok(job) = inbox.recv() {
        let mut next = Some(job);
        while let Some(job) = next.take() {
            match job {
                Job::Whole(work) => work(&mut book),
                Job::Step(first) => next = run_batch(&mut book, first, inbox),
            }
        }
    }
}

/// Runs the first step and whatever else has arrived in one transaction; returns a job that needs the book to
/// itself, if one came up.
fn run_batch(book: &mut Book, first: StepJob, inbox: &Receiver<Job>) -> Option<Job> {
    let mut answers: Vec<Answer> = Vec::new();
    let mut waiting = None;
    let committed = (|| -> Result<(), StoreError> {
        let mut batch = book.batch()?;
        answers.push(first(&mut batch));
        while answers.len() < STEPS_PER_BATCH {
            match inbox.try_recv() {
                Ok(Job::Step(step)) => answers.push(step(&mut batch)),
                Ok(whole) => {
                    waiting = Some(whole);
                    break;
                }
                Err(_) => break,
            }
        }
        batch.commit()
    })();
    let committed = committed.map_err(|error| error.to_string());
    for answer in answers {
        answer(committed.clone());
    }
    waiting
}
