//! The plans that ship with the crate. Each is a generated list of literals (`fresh.rs` beside this folder keeps it so); the compiler makes the
//! tables. To add one: an empty list under its name, a line here, a line there, and the generator.

mod anchors;
mod marks;

use super::finder::Finder;
use super::tables::{Record, Tables, fill_records};

/// A finder for the plan of a module, with its tables made by the compiler.
macro_rules! finder {
    ($plan:ident) => {{
        // Loops over a thousand literals are long for an interpreter, and a matter of a second.
        #[allow(long_running_const_eval, reason = "thousands of literals")]
        static TABLES: Tables = Tables::new($plan::PLAN);
        #[allow(long_running_const_eval, reason = "thousands of literals")]
        static RECORDS: [Record; $plan::PLAN.len()] = {
            let mut records = [Record::NONE; $plan::PLAN.len()];
            fill_records($plan::PLAN, &TABLES, &mut records);
            records
        };
        Finder::of($plan::PLAN, &TABLES, &RECORDS)
    }};
}

/// The anchors of the rules that ship with the crate.
pub(crate) static ANCHORS: Finder = finder!(anchors);

/// The words without which no credential is found by its name, see [`crate::scanner`].
pub(crate) static MARKS: Finder = finder!(marks);
