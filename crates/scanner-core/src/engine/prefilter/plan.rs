//! Chooses, for each literal, the window to look at and the buckets to put it in.
//!
//! What costs time is not the vectors but what they let through. So each literal gets a window that is rare in what is scanned, and windows
//! share a bucket where together they let through least: a bucket takes every window whose bytes it knows, each at its position.
//! First each literal goes where it adds least; then, round by round, each is taken out and goes where it adds least now.

use std::collections::BTreeSet;

use super::literal::{Literal, Planned, WINDOW, fold};
use super::model::Model;

/// How much trouble to take.
#[derive(Debug)]
pub(super) struct Effort {
    /// How many windows of the model to try buckets on.
    samples: usize,
    /// How many windows of a literal to try.
    windows: usize,
    /// How often each literal may move.
    rounds: usize,
}

impl Effort {
    /// For a program that starts: some tens of microseconds a literal.
    pub(super) const QUICK: Effort = Effort { samples: 2 * 1024, windows: 1, rounds: 0 };
    /// For plans that are checked in: about a second for a thousand literals, ten without optimisation.
    #[cfg(test)]
    pub(super) const THOROUGH: Effort = Effort { samples: 16 * 1024, windows: 8, rounds: 2 };
}

/// What it costs if AVX2 lets a window through, if AVX-512 does, and if the Bloom filter does: ten times as much (measured on the prototype).
/// AVX2 counts for more because it is the slower one, and on more machines.
const NIBBLES: u64 = 3;
const BYTES: u64 = 1;
const SURVIVOR: u64 = 40;

/// A plan for the literals of `base`, which stay as they are, and of `added`. Sorted by literal; the same for the same literals.
pub(super) fn extend(base: &[Planned], added: &BTreeSet<Literal>, effort: &Effort) -> Vec<Planned> {
    let model = Model::builtin();
    let sample = model.sample(effort.samples);
    let mut plan = base.to_vec();
    plan.extend(added.iter().map(|literal| Planned {
        window: windows(literal, &model)[0].1,
        literal: literal.clone(),
        nibble_bucket: 0,
        byte_bucket: 0,
    }));
    let (fixed, moving) = plan.split_at_mut(base.len());
    let mut schemes = Schemes { nibbles: Scheme::nibbles(&sample), bytes: Scheme::bytes(&sample) };
    fixed.iter().for_each(|planned| schemes.add(planned));
    for round in 0..=effort.rounds {
        for planned in &mut *moving {
            if round > 0 {
                schemes.remove(planned);
            }
            schemes.choose(planned, &model, effort.windows);
            schemes.add(planned);
        }
    }
    plan.sort_by(|a, b| a.literal.cmp(&b.literal));
    plan
}

/// The windows of a literal and how often they stand in what is scanned, the rarest first.
fn windows(literal: &Literal, model: &Model) -> Vec<(u64, u8)> {
    if literal.is_short() {
        return vec![(0, 0)];
    }
    let mut windows: Vec<_> = literal
        .bytes()
        .windows(WINDOW)
        .zip(0..=u8::MAX)
        .map(|(window, at)| (model.frequency(fold([window[0], window[1], window[2], window[3]])), at))
        .collect();
    windows.sort_unstable();
    windows
}

/// Both ways of telling windows apart. They share the window of a literal, so it is chosen for both.
struct Schemes {
    nibbles: Scheme,
    bytes: Scheme,
}

impl Schemes {
    fn add(&mut self, planned: &Planned) {
        let window = Window::of(planned);
        self.nibbles.change(&window, planned.nibble_bucket, |users| *users += 1);
        self.bytes.change(&window, planned.byte_bucket, |users| *users += 1);
    }

    fn remove(&mut self, planned: &Planned) {
        let window = Window::of(planned);
        self.nibbles.change(&window, planned.nibble_bucket, |users| *users -= 1);
        self.bytes.change(&window, planned.byte_bucket, |users| *users -= 1);
    }

    /// Sets the window and the buckets that cost least together.
    fn choose(&self, planned: &mut Planned, model: &Model, tries: usize) {
        let mut cheapest = u64::MAX;
        for (frequency, at) in windows(&planned.literal, model).into_iter().take(tries) {
            let tried = Planned { window: at, ..planned.clone() };
            let window = Window::of(&tried);
            let (nibbles, nibble_bucket) = self.nibbles.best(&window);
            let (bytes, byte_bucket) = self.bytes.best(&window);
            let added = ((NIBBLES * nibbles + BYTES * bytes) << 32) / self.nibbles.samples as u64;
            let cost = added + SURVIVOR * frequency;
            if cost < cheapest {
                cheapest = cost;
                *planned = Planned { nibble_bucket, byte_bucket, ..tried };
            }
        }
    }
}

/// What a window may be: for each position one byte, or both cases of a letter, or anything.
struct Window([Option<[u8; 2]>; WINDOW]);

impl Window {
    fn of(planned: &Planned) -> Window {
        let literal = &planned.literal;
        Window(std::array::from_fn(|position| {
            let at = usize::from(planned.window) + position;
            let byte = *literal.bytes().get(at)?;
            Some([byte, if literal.folds(at) { byte.to_ascii_uppercase() } else { byte }])
        }))
    }
}

/// One bit for each window of the sample.
type Bits = Vec<u64>;

/// A way of telling windows apart, and what each of its buckets lets through.
struct Scheme {
    samples: usize,
    planes: Vec<Plane>,
    buckets: Vec<Bucket>,
}

/// One table of the scheme: what it looks at, and for each value of that the windows of the sample that have it.
struct Plane {
    position: usize,
    key: fn(u8) -> usize,
    having: Vec<Bits>,
}

struct Bucket {
    /// For each plane and each value, how many literals want it.
    users: Vec<Vec<u32>>,
    /// For each plane, the windows that have a wanted value.
    taken: Vec<Bits>,
    /// How many windows all planes take.
    candidates: u64,
}

impl Scheme {
    fn nibbles(sample: &[[u8; WINDOW]]) -> Scheme {
        let keys: [fn(u8) -> usize; 2] = [|byte| usize::from(byte & 15), |byte| usize::from(byte >> 4)];
        Scheme::new(sample, &keys, 16, 16)
    }

    fn bytes(sample: &[[u8; WINDOW]]) -> Scheme {
        Scheme::new(sample, &[|byte| usize::from(byte & 127)], 128, 8)
    }

    fn new(sample: &[[u8; WINDOW]], keys: &[fn(u8) -> usize], values: usize, buckets: usize) -> Scheme {
        let words = sample.len().div_ceil(64);
        let plane = |position: usize, key: fn(u8) -> usize| {
            let mut having = vec![vec![0; words]; values];
            for (i, window) in sample.iter().enumerate() {
                having[key(window[position])][i / 64] |= 1 << (i % 64);
            }
            Plane { position, key, having }
        };
        let planes: Vec<_> =
            (0..WINDOW).flat_map(|position| keys.iter().map(move |key| plane(position, *key))).collect();
        let empty = || Bucket {
            users: vec![vec![0; values]; planes.len()],
            taken: vec![vec![0; words]; planes.len()],
            candidates: 0,
        };
        Scheme { samples: sample.len(), buckets: (0..buckets).map(|_| empty()).collect(), planes }
    }

    /// The bucket in which a window adds fewest candidates, and how many.
    fn best(&self, window: &Window) -> (u64, u8) {
        let added = |bucket: &Bucket| self.candidates_with(bucket, window) - bucket.candidates;
        self.buckets.iter().zip(0..).map(|(bucket, i)| (added(bucket), i)).min().unwrap_or_default()
    }

    fn candidates_with(&self, bucket: &Bucket, window: &Window) -> u64 {
        let mut all = vec![u64::MAX; self.samples.div_ceil(64)];
        for (plane, taken) in self.planes.iter().zip(&bucket.taken) {
            let Some(bytes) = window.0[plane.position] else { continue };
            let [one, other] = bytes.map(|byte| &plane.having[(plane.key)(byte)][..]);
            for i in 0..all.len() {
                all[i] &= taken[i] | one[i] | other[i];
            }
        }
        all.iter().map(|word| u64::from(word.count_ones())).sum()
    }

    /// Counts a window's values in a bucket up or down.
    fn change(&mut self, window: &Window, bucket: u8, step: fn(&mut u32)) {
        let bucket = &mut self.buckets[usize::from(bucket)];
        for (i, plane) in self.planes.iter().enumerate() {
            let mut values: Vec<usize> = match window.0[plane.position] {
                Some(bytes) => bytes.map(plane.key).to_vec(),
                None => (0..plane.having.len()).collect(),
            };
            values.dedup();
            values.iter().for_each(|value| step(&mut bucket.users[i][*value]));
            bucket.taken[i].fill(0);
            for (having, _) in plane.having.iter().zip(&bucket.users[i]).filter(|(_, users)| **users > 0) {
                bucket.taken[i].iter_mut().zip(having).for_each(|(word, more)| *word |= more);
            }
        }
        let all = |i| bucket.taken.iter().fold(u64::MAX, |all, taken: &Bits| all & taken[i]);
        bucket.candidates = (0..self.samples.div_ceil(64)).map(|i| u64::from(all(i).count_ones())).sum();
    }
}
