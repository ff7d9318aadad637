//! What the tests of the built program share.

use std::process::Output;

use serde_json::Value;

/// A run of the program that is over.
#[derive(Debug)]
pub(crate) struct Run {
    /// The exit code; -1 for one that was killed.
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl From<Output> for Run {
    fn from(output: Output) -> Run {
        let text = |bytes| String::from_utf8(bytes).expect("what is printed is UTF-8");
        let code = output.status.code().unwrap_or(-1);
        Run { code, stdout: text(output.stdout), stderr: text(output.stderr) }
    }
}

#[allow(dead_code, reason = "not every test asks for everything")]
impl Run {
    /// The lines of a type in a report in JSON Lines.
    pub(crate) fn lines(&self, kind: &str) -> Vec<Value> {
        let lines = self.stdout.lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
        lines.filter(|line| line["type"] == kind).collect()
    }

    pub(crate) fn findings(&self) -> Vec<Value> {
        self.lines("finding")
    }

    pub(crate) fn summary(&self) -> Value {
        self.lines("summary").pop().unwrap_or_else(|| panic!("no summary: {}{}", self.stdout, self.stderr))
    }
}
