//! What a Lobby says. The domain's frames are the wire's.

use hallway_domain::lobby::fan::Frame;

/// A frame as it travels.
pub fn text(frame: &Frame) -> String {
    super::text(frame)
}

#[cfg(test)]
mod tests;
