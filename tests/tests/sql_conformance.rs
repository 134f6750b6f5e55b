//! The SQL that the rules are tested with on rusqlite gives the same in a real Durable Object.

use hallway_tests::{World, run};
use serde_json::json;

#[test]
fn a_durable_objects_sqlite_agrees_with_rusqlite() {
    run(async {
        let answer = World::shared().anybody.get("/debug/conformance").await;
        assert_ne!(answer.status, 404, "the Worker has no feature `conformance`: run `cargo xtask build --dev`");
        let report = answer.ok();
        assert_eq!(report["differences"], json!([]));
        assert!(report["cases"].as_u64().unwrap() >= 10, "{report}");
    });
}
