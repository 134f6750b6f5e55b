//! Whether bytes are a picture we show: told by what is in them, never by what they are called.

use imagesize::ImageType;

/// Largest file, in bytes.
pub const LARGEST: usize = 2 * 1024 * 1024;
/// Shortest and longest side, in pixels.
const SIDES: std::ops::RangeInclusive<usize> = 16..=8_000;

/// A picture's sort and size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Picture {
    /// Its sort.
    pub sort: Sort,
    /// Pixels.
    pub width: usize,
    /// Pixels.
    pub height: usize,
}

/// The sorts of pictures that are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// PNG
    Png,
    /// JPEG
    Jpeg,
    /// WebP
    Webp,
}

impl Sort {
    /// Its media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Sort::Png => "image/png",
            Sort::Jpeg => "image/jpeg",
            Sort::Webp => "image/webp",
        }
    }

    /// How names of such files end.
    pub fn ending(self) -> &'static str {
        match self {
            Sort::Png => "png",
            Sort::Jpeg => "jpg",
            Sort::Webp => "webp",
        }
    }

    /// The sort a name's end says.
    pub fn of_ending(ending: &str) -> Option<Sort> {
        [Sort::Png, Sort::Jpeg, Sort::Webp].into_iter().find(|sort| sort.ending() == ending)
    }
}

/// Why bytes are not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// SVG can carry programs.
    Svg,
    /// No sort of picture we take.
    Unknown,
    /// The beginning of a picture, and not all of it.
    Broken,
    /// Sides too short or too long.
    Sides,
}

/// Looks at the bytes.
pub fn look(bytes: &[u8]) -> Result<Picture, Fault> {
    let sort = match imagesize::image_type(bytes) {
        Ok(ImageType::Png) => Sort::Png,
        Ok(ImageType::Jpeg) => Sort::Jpeg,
        Ok(ImageType::Webp) => Sort::Webp,
        _ if is_svg(bytes) => return Err(Fault::Svg),
        _ => return Err(Fault::Unknown),
    };
    let size = imagesize::blob_size(bytes).map_err(|_| Fault::Broken)?;
    if !is_whole(sort, bytes) {
        return Err(Fault::Broken);
    }
    let fits = SIDES.contains(&size.width) && SIDES.contains(&size.height);
    if fits { Ok(Picture { sort, width: size.width, height: size.height }) } else { Err(Fault::Sides) }
}

/// Each sort says where it ends.
fn is_whole(sort: Sort, bytes: &[u8]) -> bool {
    match sort {
        Sort::Png => bytes.windows(8).rev().take(4096).any(|end| end == b"IEND\xae\x42\x60\x82"),
        Sort::Jpeg => bytes.windows(2).rev().take(4096).any(|end| end == [0xff, 0xd9]),
        Sort::Webp => {
            let said = bytes.get(4..8).and_then(|four| <[u8; 4]>::try_from(four).ok()).map(u32::from_le_bytes);
            said.and_then(|length| usize::try_from(length).ok()).is_some_and(|length| bytes.len() >= length.saturating_add(8))
        }
    }
}

fn is_svg(bytes: &[u8]) -> bool {
    let head = String::from_utf8_lossy(bytes.get(..bytes.len().min(1024)).unwrap_or_default()).to_lowercase();
    head.contains("<svg")
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::Engine;
    use base64::engine::general_purpose::STANDARD;

    /// 32 by 20 pixels in one colour.
    const PNG: &str = "iVBORw0KGgoAAAANSUhEUgAAACAAAAAUAQMAAADWX60MAAAAA1BMVEUAgIBxQSaxAAAADElEQVR42mNgoD0AAABkAAG4me+ZAAAAAElFTkSuQmCC";

    fn png() -> Vec<u8> {
        STANDARD.decode(PNG).unwrap()
    }

    #[test]
    fn a_picture_is_known_by_its_content() {
        assert_eq!(look(&png()), Ok(Picture { sort: Sort::Png, width: 32, height: 20 }));
    }

    #[test]
    fn half_a_picture_is_none() {
        let png = png();
        assert_eq!(look(&png[..png.len() - 20]), Err(Fault::Broken));
        assert_eq!(look(&png[..12]), Err(Fault::Broken));
    }

    #[test]
    fn other_things_are_refused_by_name() {
        assert_eq!(look(b"<?xml version=\"1.0\"?>\n<SVG onload=\"alert(1)\"/>"), Err(Fault::Svg));
        assert_eq!(look(b"<html></html>"), Err(Fault::Unknown));
        assert_eq!(look(b"GIF89a\x20\0\x14\0"), Err(Fault::Unknown));
        assert_eq!(look(b""), Err(Fault::Unknown));
    }
}
