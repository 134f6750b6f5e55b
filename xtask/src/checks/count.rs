//! How many tests ran, read from what the runners say themselves.

/// Tests that passed and failed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Count {
    pub(super) passed: u32,
    pub(super) failed: u32,
}

impl std::ops::Add for Count {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self { passed: self.passed + other.passed, failed: self.failed + other.failed }
    }
}

impl std::ops::AddAssign for Count {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl std::fmt::Display for Count {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)
    }
}

/// Adds up the closing lines of cargo test, vitest and Playwright in a log.
pub(super) fn of(log: &str) -> Count {
    log.lines().map(plain).map(|line| of_line(line.trim())).fold(Count::default(), |a, b| a + b)
}

/// `test result: ok. 3 passed; 0 failed; …`, `Tests  12 passed | 1 failed (13)`, `5 passed (8.1s)`.
fn of_line(line: &str) -> Count {
    let words: Vec<&str> = line.split(|c: char| c.is_whitespace() || ";|".contains(c)).filter(|word| !word.is_empty()).collect();
    let closing = line.starts_with("test result:")
        || words.first() == Some(&"Tests")
        || (words.len() <= 3 && words.get(1).is_some_and(|word| ["passed", "failed"].contains(word)));
    let before = |what: &str| {
        let at = words.iter().position(|word| *word == what)?;
        words.get(at.checked_sub(1)?)?.parse().ok()
    };
    if !closing {
        return Count::default();
    }
    Count { passed: before("passed").unwrap_or(0), failed: before("failed").unwrap_or(0) }
}

/// Without the colours of a terminal.
fn plain(line: &str) -> String {
    let mut text = String::with_capacity(line.len());
    let mut parts = line.split("\u{1b}[");
    text.push_str(parts.next().unwrap_or_default());
    for part in parts {
        text.push_str(part.split_once('m').map_or(part, |(_, rest)| rest));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_runner_is_understood() {
        let log = "running 3 tests\ntest a ... ok\n\
            test result: ok. 3 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.01s\n\
            \u{1b}[2m Test Files \u{1b}[22m \u{1b}[1m\u{1b}[32m4 passed\u{1b}[39m\u{1b}[22m (4)\n\
            \u{1b}[2m      Tests \u{1b}[22m \u{1b}[1m\u{1b}[32m12 passed\u{1b}[39m\u{1b}[22m (12)\n\
              5 passed (8.1s)\n  1 failed\n\
            we passed 9 times\n";
        assert_eq!(of(log), Count { passed: 20, failed: 2 });
    }

    #[test]
    fn the_closing_line_is_the_plain_one() {
        assert_eq!(Count { passed: 2, failed: 0 }.to_string(), "2 passed, 0 failed");
    }
}
