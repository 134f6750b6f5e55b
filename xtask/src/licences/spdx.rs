//! Licence expressions: `MIT OR (Apache-2.0 WITH LLVM-exception AND Zlib)`, and the older `MIT/Apache-2.0`.

/// Whether the expression can be satisfied with licences of `fine`. What cannot be read does not fit.
pub(super) fn fits(expression: &str, fine: &[&str]) -> bool {
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut parser = Parser { words: &words, fine };
    let answer = parser.any();
    answer.unwrap_or(false) && parser.words.is_empty()
}

struct Parser<'a> {
    words: &'a [&'a str],
    fine: &'a [&'a str],
}

impl<'a> Parser<'a> {
    /// `all OR all …`
    fn any(&mut self) -> Option<bool> {
        let mut fits = self.all()?;
        while self.take("OR") {
            fits |= self.all()?;
        }
        Some(fits)
    }

    /// `one AND one …`
    fn all(&mut self) -> Option<bool> {
        let mut fits = self.one()?;
        while self.take("AND") {
            fits &= self.one()?;
        }
        Some(fits)
    }

    /// A name, with or without an exception (which only ever allows more), or a bracket.
    fn one(&mut self) -> Option<bool> {
        if self.take("(") {
            let fits = self.any()?;
            return self.take(")").then_some(fits);
        }
        let name = self.next()?;
        if self.take("WITH") {
            self.next()?;
        }
        Some(self.fine.contains(&name))
    }

    fn take(&mut self, word: &str) -> bool {
        let there = self.words.first().is_some_and(|first| first.eq_ignore_ascii_case(word));
        if there {
            self.next();
        }
        there
    }

    fn next(&mut self) -> Option<&'a str> {
        let (first, rest) = self.words.split_first()?;
        self.words = rest;
        Some(first)
    }
}

#[cfg(test)]
mod tests {
    use super::fits;

    const FINE: [&str; 3] = ["MIT", "Apache-2.0", "Zlib"];

    #[test]
    fn what_fits() {
        for expression in ["MIT", "GPL-3.0 OR MIT", "MIT/GPL-2.0", "Apache-2.0 WITH LLVM-exception", "(MIT AND Zlib) OR GPL-3.0"] {
            assert!(fits(expression, &FINE), "{expression}");
        }
    }

    #[test]
    fn what_does_not() {
        for expression in ["", "GPL-3.0", "MIT AND GPL-3.0", "(MIT", "MIT MIT", "a file, COPYING", "none", "MIT AND"] {
            assert!(!fits(expression, &FINE), "{expression}");
        }
    }
}
