//! Putting rows of a list in another order: rooms of a feature, features of an event. One statement that looks at the list
//! as it is when its turn comes, so that two who sort at once both get their way.

use hallway_domain::params;

use super::{Db, Statement, list};
use crate::error::Result;

/// Which list.
#[derive(Clone, Copy)]
pub enum List<'a> {
    /// Rooms of this feature.
    RoomsOf(&'a str),
    /// Features of this event.
    FeaturesOf(&'a str),
}

/// Puts these, in this order, before that one, or at the end; all others keep their order. Who is not in the list is passed
/// over, and `before` then stands for the end.
pub fn change(db: &Db, which: List<'_>, ids: &[String], before: Option<&str>) -> Result<Statement> {
    let (table, parent, of) = match which {
        List::RoomsOf(feature) => ("rooms", "feature", feature),
        List::FeaturesOf(event) => ("features", "event", event),
    };
    db.statement(&sql(table, parent), params![of, list(ids), before])
}

fn sql(table: &str, parent: &str) -> String {
    format!(
        "WITH everything AS (SELECT id, position FROM {table} WHERE {parent} = ?1 AND deleted_at IS NULL),
           named AS (SELECT e.id, ROW_NUMBER() OVER (ORDER BY j.key) - 1 AS n FROM json_each(?2) j JOIN everything e ON e.id = j.value),
           others AS (SELECT id, ROW_NUMBER() OVER (ORDER BY position, id) - 1 AS n FROM everything
                       WHERE id NOT IN (SELECT id FROM named)),
           gap AS (SELECT COALESCE((SELECT n FROM others WHERE id = ?3), (SELECT COUNT(*) FROM others)) AS n),
           placed AS (
             SELECT named.id, gap.n + named.n AS position FROM named, gap
             UNION ALL
             SELECT others.id, others.n + CASE WHEN others.n < gap.n THEN 0 ELSE (SELECT COUNT(*) FROM named) END FROM others, gap)
         UPDATE {table} SET position = placed.position FROM placed
         WHERE {table}.id = placed.id AND {table}.position <> placed.position"
    )
}

#[cfg(test)]
mod tests {
    use super::sql;

    /// Five rooms, with gaps and a tie in their positions, and one that is deleted.
    fn sorted(ids: &[&str], before: Option<&str>) -> String {
        let db = rusqlite::Connection::open_in_memory().unwrap();
        db.execute_batch(
            "CREATE TABLE rooms (id TEXT, feature TEXT, position INTEGER, deleted_at INTEGER);
             INSERT INTO rooms VALUES ('a', 'f', 0, NULL), ('b', 'f', 3, NULL), ('c', 'f', 3, NULL), ('x', 'f', 4, 1),
               ('d', 'f', 9, NULL), ('e', 'f', 11, NULL), ('o', 'other', 7, NULL);",
        )
        .unwrap();
        let ids = serde_json::to_string(ids).unwrap();
        db.execute(&sql("rooms", "feature"), rusqlite::params!["f", ids, before]).unwrap();
        let read = "SELECT group_concat(id || position, ' ') FROM
                      (SELECT * FROM rooms WHERE feature = 'f' AND deleted_at IS NULL ORDER BY position, id)";
        assert_eq!(db.query_row("SELECT position FROM rooms WHERE id = 'o'", [], |row| row.get::<_, i64>(0)).unwrap(), 7);
        db.query_row(read, [], |row| row.get(0)).unwrap()
    }

    #[test]
    fn the_named_stand_where_they_are_put_and_the_others_keep_their_order() {
        for (ids, before, order) in [
            (vec!["d"], Some("b"), "a0 d1 b2 c3 e4"),
            (vec!["a"], None, "b0 c1 d2 e3 a4"),
            (vec!["e", "a"], Some("c"), "b0 e1 a2 c3 d4"),
            (vec!["c", "b"], Some("a"), "c0 b1 a2 d3 e4"),
            (vec![], None, "a0 b1 c2 d3 e4"),
            (vec!["e", "d", "c", "b", "a"], None, "e0 d1 c2 b3 a4"),
            (vec!["x", "o", "b"], Some("x"), "a0 c1 d2 e3 b4"),
            (vec!["b"], Some("b"), "a0 c1 d2 e3 b4"),
        ] {
            assert_eq!(sorted(&ids, before), order, "{ids:?} before {before:?}");
        }
    }
}
