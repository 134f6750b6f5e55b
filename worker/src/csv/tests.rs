use proptest::collection::vec;
use proptest::prelude::*;

use super::cell::{guarded, unguarded};
use super::{Broken, Writer, read, several, split};

fn written(header: &[&str], rows: &[Vec<String>]) -> Vec<u8> {
    let mut writer = Writer::new(header).unwrap();
    rows.iter().for_each(|row| writer.row(row).unwrap());
    writer.take().unwrap()
}

/// Anything, and often what spreadsheets and parsers stumble over.
fn text() -> impl Strategy<Value = String> {
    let traps = [
        "=",
        "+",
        "-",
        "@",
        "'",
        "\"",
        ",",
        ";",
        "\t",
        "\r",
        "\n",
        "\r\n",
        "\0",
        " ",
        "\u{a0}",
        "\u{feff}",
        "\u{200b}",
        "\u{200f}",
        "＝",
        "＠",
        "مرحبا",
        "👩‍👩‍👧",
        "é",
        "é",
        "x",
        "1",
    ];
    let trap = proptest::sample::select(traps.to_vec()).prop_map(str::to_owned);
    vec(prop_oneof![4 => trap, 1 => any::<char>().prop_map(String::from)], 0..8).prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_is_read_back(rows in vec(vec(text(), 3), 0..4)) {
        let sheet = read(&written(&["one", "two", "three"], &rows)).unwrap();
        let said: Vec<Vec<String>> = rows.into_iter().filter(|row| row.iter().any(|cell| !cell.trim().is_empty())).collect();
        prop_assert_eq!(sheet.rows.into_iter().map(|(_, row)| row).collect::<Vec<_>>(), said);
    }

    #[test]
    fn no_cell_is_a_formula(cell in text()) {
        let guarded = guarded(&cell);
        // What is looked at by a spreadsheet that drops blanks and marks first.
        let seen = guarded.trim_start_matches([' ', '\u{a0}', '\u{feff}', '\u{200b}', '\u{200c}', '\u{200d}', '\u{200e}', '\u{200f}']);
        prop_assert!(!seen.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '\0', '＝', '＋', '－', '＠']), "{guarded:?}");
        prop_assert_eq!(unguarded(&guarded), &*cell);
    }

    #[test]
    fn several_values_share_a_cell(values in vec(text(), 0..4)) {
        let values: Vec<String> = values.iter().map(|value| value.trim().to_owned()).filter(|value| !value.is_empty()).collect();
        prop_assert_eq!(split(&several(&values).unwrap()), values);
    }
}

#[test]
fn a_file_has_a_mark_and_crlf_and_guards() {
    let rows = [vec!["a,b".to_owned(), "=1+2".to_owned()], vec!["\"x\"\nz".to_owned(), "Übung".to_owned()]];
    let text = String::from_utf8(written(&["one", "two"], &rows)).unwrap();
    assert_eq!(text, "\u{feff}one,two\r\n\"a,b\",'=1+2\r\n\"\"\"x\"\"\nz\",Übung\r\n");
    assert_eq!((guarded("'x"), guarded("x=1"), guarded("'=x")), ("'x".into(), "x=1".into(), "''=x".into()));
}

#[test]
fn parts_of_a_file_are_the_file() {
    let mut writer = Writer::new(&["a"]).unwrap();
    let mut bytes = writer.take().unwrap();
    writer.row(&["1"]).unwrap();
    bytes.extend(writer.take().unwrap());
    assert_eq!(bytes, "\u{feff}a\r\n1\r\n".as_bytes());
    assert!(writer.take().unwrap().is_empty());
}

#[test]
fn files_of_spreadsheets_are_read() {
    let rows = |text: &str| read(text.as_bytes()).map(|sheet| (sheet.header, sheet.rows));
    let (header, one) = (vec!["Name".to_owned(), "Groups".to_owned()], vec!["Lobby".to_owned(), "a;b".to_owned()]);
    assert_eq!(rows("Name,Groups\nLobby,a;b\n"), Ok((header.clone(), vec![(2, one.clone())])));
    assert_eq!(rows("Name;Groups\r\nLobby;\"a;b\"\r\n"), Ok((header.clone(), vec![(2, one.clone())])));
    assert_eq!(rows("Name\tGroups\nLobby\ta;b"), Ok((header.clone(), vec![(2, one.clone())])));
    // Empty rows and what is left of them; rows that end early.
    assert_eq!(rows("Name,Groups\n,\n\n  , \nLobby,a;b,,\n"), Ok((header.clone(), vec![(5, one)])));
    assert_eq!(rows("Name,Groups\nLobby\n"), Ok((header, vec![(2, vec!["Lobby".to_owned(), String::new()])])));
    assert_eq!(rows("a,b\n1,2,3\n"), Err(Broken::TooManyCells { line: 2, cells: 3, columns: 2 }));
    assert_eq!((rows(""), rows("\u{feff}\n\n")), (Err(Broken::Empty), Err(Broken::Empty)));
    assert_eq!(read(b"Name\nGr\xfc\xdfe"), Err(Broken::Encoding));
}

#[test]
fn a_files_name_is_ascii_whatever_a_rooms_is() {
    assert_eq!(super::slug("Q&A: Rust — im Café!", "room_1"), "q-a-rust-im-caf");
    assert_eq!(super::slug("ردهة", "room_1"), "room_1");
    assert_eq!(super::slug(&"a".repeat(100), "room_1").len(), 40);
}
