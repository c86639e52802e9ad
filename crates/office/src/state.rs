//! The open book as everybody shares it.

use crate::desk::Desk;
use crate::error::{OfficeError, OfficeResult};
use crate::readers::{Reader, Readers};
use crate::writer::Writer;
use crate::{mirrored, pass, scene::Scene};
use book::{Day, Timestamp};
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::thread::JoinHandle;
use std::time::Duration;
use store::{Settings, StoreError};
use tokio::sync::{Notify, Semaphore};

/// The time now: an argument, so that a day can be fixed.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// Fills bytes with randomness that nobody can guess: an argument, so that tests know what comes.
pub type Randomness = Arc<dyn Fn(&mut [u8]) + Send + Sync>;

/// How often the watch looks whether a new day has begun.
const WATCH: Duration = Duration::from_secs(20);

/// An open book, shared by everybody who works in it; clones are the same office.
#[derive(Clone)]
pub struct Office {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    path: PathBuf,
    pub(crate) clock: Clock,
    pub(crate) randomness: Randomness,
    pub(crate) readers: Readers,
    pub(crate) writer: Writer,
    desk: RwLock<Option<Arc<Desk>>>,
    settings: RwLock<Settings>,
    ready: Notify,
    progress: Progress,
    /// Customers that acts changed while a pass was reading: judged again when it ends.
    pub(crate) changed_during_pass: Mutex<Vec<book::CustomerId>>,
    watch: Mutex<Option<Watch>>,
    /// What the business really does, and whoever gathers it.
    pub(crate) mirror: mirrored::Kept,
    mirror_watch: Mutex<Option<Watch>>,
    /// Passwords hashed at a time.
    pub(crate) hashing: Semaphore,
    /// Imports from the browser.
    pub(crate) imports: crate::imports::Imports,
    /// Everything is to be read once more: may be said while it is being read.
    pub(crate) again: AtomicBool,
}

/// How far the first reading of the book has come.
#[derive(Debug, Default)]
pub struct Progress {
    /// Customers read so far.
    pub read: AtomicU64,
    /// Customers in all; 0 while unknown.
    pub total: AtomicU64,
    pub(crate) running: AtomicBool,
}

struct Watch {
    wake: Sender<()>,
    thread: JoinHandle<()>,
}

impl fmt::Debug for Office {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Office").field("path", &self.inner.path).finish_non_exhaustive()
    }
}

impl Office {
    /// Opens the book at `path` and begins to read it; pages of single people can be asked for at once, lists
    /// when [`Office::desk`] is there.
    ///
    /// # Errors
    /// When the book cannot be opened for writing.
    pub fn open(path: &Path, clock: Clock, randomness: Randomness) -> Result<Office, StoreError> {
        let writer = Writer::start(path)?;
        let readers = Readers::new(path);
        let settings = readers.lend()?.settings().clone();
        let inner = Arc::new(Inner {
            path: path.to_path_buf(),
            clock,
            randomness,
            readers,
            writer,
            desk: RwLock::new(None),
            settings: RwLock::new(settings),
            ready: Notify::new(),
            progress: Progress::default(),
            changed_during_pass: Mutex::new(Vec::new()),
            watch: Mutex::new(None),
            mirror: mirrored::Kept::default(),
            mirror_watch: Mutex::new(None),
            hashing: Semaphore::new(2),
            imports: crate::imports::Imports::default(),
            again: AtomicBool::new(false),
        });
        let office = Office { inner };
        office.start_watch();
        Ok(office)
    }

    /// The book's file.
    pub fn path(&self) -> &Path {
        &self.inner.path
    }

    /// The time now.
    pub fn now(&self) -> Timestamp {
        (self.inner.clock)()
    }

    /// Bytes that nobody can guess.
    pub fn random<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        (self.inner.randomness)(&mut bytes);
        bytes
    }

    /// The civil day now, in the book's time zone.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn today_day(&self) -> OfficeResult<Day> {
        Ok(self.read()?.calendar().day(self.now()))
    }

    /// What the book says about itself.
    pub fn settings(&self) -> Settings {
        self.inner.settings.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Changes name, time zone or currency. Everything is judged anew, since days are counted anew.
    ///
    /// # Errors
    /// When the time zone does not exist, or the book cannot be written.
    pub async fn change_settings(&self, wanted: Settings) -> OfficeResult<()> {
        let kept = wanted.clone();
        self.inner.writer.whole(move |book| Ok(book.change_settings(&wanted)?)).await?;
        self.inner.readers.forget();
        *self.inner.settings.write().unwrap_or_else(PoisonError::into_inner) = kept;
        self.read_again();
        Ok(())
    }

    /// A connection to read with.
    ///
    /// # Errors
    /// When the book cannot be opened.
    pub fn read(&self) -> OfficeResult<Reader<'_>> {
        Ok(self.inner.readers.lend()?)
    }

    /// The desk of the day, with its lists.
    ///
    /// # Errors
    /// [`OfficeError::NotReady`] while the lists are being filled.
    pub fn desk(&self) -> OfficeResult<Arc<Desk>> {
        self.inner
            .desk_now()
            .and_then(|desk| if desk.has_lists() { Ok(desk) } else { Err(OfficeError::NotReady) })
    }

    /// The desk, waited for.
    pub async fn desk_when_ready(&self) -> Arc<Desk> {
        loop {
            // Listening begins before looking, so that no signal is lost in between.
            let ready = self.inner.ready.notified();
            if let Ok(desk) = self.desk() {
                return desk;
            }
            ready.await;
        }
    }

    /// The scene of the day.
    ///
    /// # Errors
    /// [`OfficeError::NotReady`] while the book is read for the first time.
    pub fn scene(&self) -> OfficeResult<Arc<Scene>> {
        Ok(self.inner.desk_now()?.scene())
    }

    /// Reads anew who serves customers: call it after a provider was added or changed.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn read_directory(&self) -> OfficeResult<()> {
        let desk = self.desk()?;
        let scene = desk.scene().with_directory_of(&*self.read()?)?;
        desk.take_directory(scene);
        Ok(())
    }

    /// How far a reading of the whole book has come; `None` when none is going on.
    pub fn progress(&self) -> Option<(u64, u64)> {
        let progress = &self.inner.progress;
        progress
            .running
            .load(Ordering::Acquire)
            .then(|| (progress.read.load(Ordering::Relaxed), progress.total.load(Ordering::Relaxed)))
    }

    /// Has the whole book read and judged again in the background: after an import, or another time zone.
    pub fn read_again(&self) {
        self.inner.again.store(true, Ordering::Release);
        self.inner.mark_stale();
        if let Some(watch) = &*self.inner.watch.lock().unwrap_or_else(PoisonError::into_inner) {
            let _ = watch.wake.send(());
        }
    }

    /// Whether lists and days contain all that was brought in so far.
    pub fn is_up_to_date(&self) -> bool {
        let is_current = self.desk().is_ok_and(|desk| !desk.is_stale() && desk.has_shortlist());
        is_current && self.progress().is_none() && !self.inner.again.load(Ordering::Acquire)
    }

    /// Ends the background work after what it is doing; called before the program ends.
    pub fn close(&self) {
        for watch in [&self.inner.watch, &self.inner.mirror_watch] {
            let watch = watch.lock().unwrap_or_else(PoisonError::into_inner).take();
            if let Some(Watch { wake, thread }) = watch {
                drop(wake);
                if thread.join().is_err() {
                    tracing::error!("the watch ended with a panic");
                }
            }
        }
    }

    fn start_watch(&self) {
        // The mirror first, so that it misses no desk.
        self.inner.begin_watch(&self.inner.mirror_watch, mirrored::keep_mirror);
        self.inner.begin_watch(&self.inner.watch, keep_watch);
    }
}

impl Inner {
    fn begin_watch(
        self: &Arc<Inner>,
        place: &Mutex<Option<Watch>>,
        keep: fn(&std::sync::Weak<Inner>, &Receiver<()>),
    ) {
        let (wake, woken) = channel();
        let inner = Arc::downgrade(self);
        let thread = std::thread::spawn(move || keep(&inner, &woken));
        *place.lock().unwrap_or_else(PoisonError::into_inner) = Some(Watch { wake, thread });
    }

    fn mark_stale(&self) {
        if let Ok(desk) = self.desk_now() {
            desk.mark_stale();
        }
    }

    pub(crate) fn desk_now(&self) -> OfficeResult<Arc<Desk>> {
        let desk = self.desk.read().unwrap_or_else(PoisonError::into_inner);
        desk.clone().ok_or(OfficeError::NotReady)
    }

    /// Whom acts changed since this was asked, in order, each once.
    pub(crate) fn changed_since(&self) -> Vec<book::CustomerId> {
        let mut changed = self.changed_during_pass.lock().unwrap_or_else(PoisonError::into_inner);
        let mut changed = std::mem::take(&mut *changed);
        changed.sort_unstable();
        changed.dedup();
        changed
    }

    pub(crate) fn progress(&self) -> &Progress {
        &self.progress
    }

    /// Puts a new desk in place of the old one.
    pub(crate) fn place_desk(&self, desk: Desk) {
        *self.desk.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(desk));
        self.ready.notify_waiters();
        if let Some(watch) = &*self.mirror_watch.lock().unwrap_or_else(PoisonError::into_inner) {
            let _ = watch.wake.send(());
        }
    }
}

/// Reconciles rather than reacts: whenever woken, and every so often, the desk is made to be that of today.
fn keep_watch(inner: &std::sync::Weak<Inner>, woken: &Receiver<()>) {
    loop {
        let Some(office) = inner.upgrade() else { return };
        if let Err(error) = pass::bring_up_to_date(&office) {
            tracing::error!(%error, "the book could not be read through");
        }
        drop(office);
        match woken.recv_timeout(WATCH) {
            Ok(()) | Err(std::sync::mpsc::RecvTimeoutError::Timeout) => {}
            Err(std::sync::mpsc::RecvTimeoutError::Disconnected) => return,
        }
    }
}
