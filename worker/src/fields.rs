//! How single fields of bodies are read and judged.

use garde::Error as Fault;
use serde::{Deserialize, Deserializer};

/// A line of text: trimmed, control characters turned into spaces.
pub fn line<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    Ok(one_line(&String::deserialize(deserializer)?))
}

/// A line of text or null; an empty line is null.
pub fn opt_line<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Ok(Option::<String>::deserialize(deserializer)?.map(|text| one_line(&text)).filter(|text| !text.is_empty()))
}

/// Text of several lines or null, trimmed; empty is null.
pub fn opt_text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Ok(Option::<String>::deserialize(deserializer)?.map(|text| some_lines(&text)).filter(|text| !text.is_empty()))
}

/// A field of a merge patch: absent keeps, null clears. Use with `#[serde(default)]`.
pub fn patch<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<Option<T>>, D::Error> {
    Option::<T>::deserialize(deserializer).map(Some)
}

/// [`opt_line`] in a merge patch.
pub fn patch_line<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Option<String>>, D::Error> {
    opt_line(deserializer).map(Some)
}

/// [`opt_text`] in a merge patch.
pub fn patch_text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Option<String>>, D::Error> {
    opt_text(deserializer).map(Some)
}

/// A value that may be absent but not null, in a merge patch.
pub fn given<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

/// [`line`] in a merge patch: absent keeps, null is refused.
pub fn given_line<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    line(deserializer).map(Some)
}

/// An e-mail address: lower case, trimmed.
pub fn email<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    Ok(String::deserialize(deserializer)?.trim().to_lowercase())
}

/// [`email`] in a merge patch.
pub fn given_email<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    email(deserializer).map(Some)
}

fn one_line(text: &str) -> String {
    let spaced: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    spaced.trim().to_owned()
}

fn some_lines(text: &str) -> String {
    let kept: String = text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
    kept.trim().to_owned()
}

/// Something like an address; whether it is one only a letter can tell.
pub fn is_email(text: &str, _: &()) -> garde::Result {
    let parts = text.rsplit_once('@');
    let plausible = parts.is_some_and(|(name, host)| !name.is_empty() && host.len() > 1 && !name.contains('@'))
        && text.len() <= 254
        && !text.chars().any(|c| c.is_whitespace() || c.is_control());
    if plausible { Ok(()) } else { Err(Fault::new("not an e-mail address")) }
}

/// The address of a picture: `https://…`, `http://…` or a path of ours.
pub fn is_address(text: &str, _: &()) -> garde::Result {
    let known = ["https://", "http://"].iter().any(|scheme| text.len() > scheme.len() && text.starts_with(scheme));
    let ours = text.starts_with('/') && !text.starts_with("//");
    let plain = text.len() <= 2048 && !text.chars().any(|c| c.is_whitespace() || c.is_control());
    if (known || ours) && plain { Ok(()) } else { Err(Fault::new("not the address of a picture")) }
}

/// The address of something elsewhere: `https://…`.
pub fn is_secure_address(text: &str, _: &()) -> garde::Result {
    let host = text.strip_prefix("https://").and_then(|rest| rest.split(['/', '?', '#']).next()).unwrap_or_default();
    let plain = text.len() <= 2048 && !text.chars().any(|c| c.is_whitespace() || c.is_control());
    if plain && !host.is_empty() && !host.contains('@') { Ok(()) } else { Err(Fault::new("not an https:// address")) }
}

/// The name of an icon of the picker.
pub fn is_icon(text: &str, _: &()) -> garde::Result {
    let named =
        (1..=40).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'_'));
    if named { Ok(()) } else { Err(Fault::new("not the name of an icon")) }
}

/// Turns a rule for text into one for optional text, patched or not.
macro_rules! optional {
    ($($(#[$doc:meta])* $name:ident $patched:ident = $rule:ident;)*) => {$(
        $(#[$doc])*
        pub fn $name(text: &Option<String>, ctx: &()) -> garde::Result {
            text.as_deref().map_or(Ok(()), |text| $rule(text, ctx))
        }
        $(#[$doc])*
        pub fn $patched(text: &Option<Option<String>>, ctx: &()) -> garde::Result {
            text.as_ref().map_or(Ok(()), |text| $name(text, ctx))
        }
    )*};
}

optional! {
    /// Null or [`is_address`].
    opt_address patched_address = is_address;
    /// Null or [`is_icon`].
    opt_icon patched_icon = is_icon;
}

/// Absent or [`is_email`].
pub fn opt_email(text: &Option<String>, ctx: &()) -> garde::Result {
    text.as_deref().map_or(Ok(()), |text| is_email(text, ctx))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_pictures_are_web_addresses_or_ours() {
        for good in ["https://a.example/x.png", "http://a/x", "/images/1"] {
            assert!(is_address(good, &()).is_ok(), "{good}");
        }
        for bad in ["", "javascript:alert(1)", "//evil.example/x", "https://", "https://a b", "data:image/png;base64,"] {
            assert!(is_address(bad, &()).is_err(), "{bad}");
        }
    }

    #[test]
    fn streams_come_over_https() {
        assert!(is_secure_address("https://video.example/live.m3u8?x=1", &()).is_ok());
        for bad in ["http://a.example/x", "https://", "https:///x", "https://u:p@a.example", "javascript:x", "/live", "https://a b"] {
            assert!(is_secure_address(bad, &()).is_err(), "{bad}");
        }
    }

    #[test]
    fn addresses_of_people_have_a_name_and_a_host() {
        assert!(is_email("ada@example.org", &()).is_ok());
        for bad in ["", "ada", "@example.org", "ada@", "a b@example.org", "a@b@example.org"] {
            assert!(is_email(bad, &()).is_err(), "{bad}");
        }
    }

    #[test]
    fn lines_have_no_control_characters() {
        assert_eq!(one_line(" a\nb\u{0}c "), "a b c");
        assert_eq!(some_lines(" a\nb\u{0}c "), "a\nbc");
    }
}
