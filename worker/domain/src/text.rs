//! What people write, made safe to show: one spelling (NFC), no invisible tricks. Links stay text; the client makes
//! them clickable.

use unicode_normalization::UnicodeNormalization;

/// Longest message, in characters after [`clean`].
pub const MESSAGE: usize = 1_000;
/// Marks stacked on one letter beyond this are cut: they would paint over the lines around.
const MARKS: usize = 8;

/// NFC; line ends as `\n`, at most two in a row; trimmed. Control characters go, and with them whatever turns the
/// direction of the text around it (U+202A…202E, U+2066…2069) or hides (U+200B, U+2060…2064, U+FEFF, U+00AD, tags).
/// Joiners and the plain direction marks stay: Persian, Arabic and emoji need them.
pub fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let (mut lines, mut marks) = (0, 0);
    for c in text.replace("\r\n", "\n").nfc().map(plain).filter(|c| !is_trick(*c)) {
        lines = if c == '\n' { lines + 1 } else { 0 };
        marks = if unicode_normalization::char::is_combining_mark(c) { marks + 1 } else { 0 };
        if lines <= 2 && marks <= MARKS {
            out.push(c);
        }
    }
    let shown = |c: char| !c.is_whitespace() && !is_joiner(c);
    if out.chars().any(shown) { out.trim().to_owned() } else { String::new() }
}

/// Every line end is one, every tab a space.
fn plain(c: char) -> char {
    match c {
        '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => '\n',
        '\t' => ' ',
        other => other,
    }
}

fn is_trick(c: char) -> bool {
    (c.is_control() && c != '\n')
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        || matches!(c, '\u{ad}' | '\u{200b}' | '\u{2060}'..='\u{2065}' | '\u{206a}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
        || matches!(c, '\u{180e}' | '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}' | '\u{e0000}'..='\u{e001f}' | '\u{e0080}'..='\u{e0fff}')
}

/// Shows nothing by itself.
fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200c}'..='\u{200f}' | '\u{61c}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0020}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::clean;

    #[test]
    fn plain_text_stays() {
        for text in ["Hi.", "Grüße, Zoë", "مرحبا بكم", "می‌خواهم", "👩‍👩‍👧 🏴󠁧󠁢󠁥󠁮󠁧󠁿", "a\n\nb", "if a < b && c > d"]
        {
            assert_eq!(clean(text), text);
        }
    }

    #[test]
    fn line_ends_are_one_and_few() {
        assert_eq!(clean("  a\r\nb\rc\u{2028}d\n\n\n\n\ne\t\n "), "a\nb\nc\nd\n\ne");
    }

    #[test]
    fn one_spelling() {
        assert_eq!(clean("e\u{301}"), "é");
    }

    #[test]
    fn nothing_turns_or_hides_text() {
        assert_eq!(clean("evil\u{202e}gpj.exe\u{202c} \u{2066}x\u{2069}"), "evilgpj.exe x");
        assert_eq!(clean("pay\u{200b}pal \u{7}\u{0}\u{1b}[31mred\u{feff}"), "paypal [31mred");
    }

    #[test]
    fn what_shows_nothing_is_empty() {
        for text in ["", "   \n\t ", "\u{200b}\u{2060}", "\u{200d}\u{fe0f}", "\u{3164}\u{115f}", "\u{202e}"] {
            assert_eq!(clean(text), "", "{text:?}");
        }
    }

    #[test]
    fn marks_do_not_pile_up() {
        let zalgo = format!("Z{}a", "\u{336}".repeat(300));
        assert_eq!(clean(&zalgo).chars().count(), 10);
    }
}
