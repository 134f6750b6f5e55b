//! What makes the live stream of the browser tests.

use super::{Step, apt};
use crate::tool;

pub(super) fn ffmpeg() -> anyhow::Result<Step> {
    match tool::on_path("ffmpeg") {
        Some(_) => Ok(Step::There),
        None => apt("ffmpeg", "ffmpeg is missing, for the live stream of the browser tests: install it."),
    }
}
