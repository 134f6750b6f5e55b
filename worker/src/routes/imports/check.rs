//! What a file would do, row by row: made, changed, left alone or refused, and why. Without a database: what is there already
//! comes along as [`Rows`]. Preview and commit both ask this, so that what was shown is what is done.

use std::collections::{BTreeMap, HashMap};

use garde::Validate;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::csv::Sheet;
use crate::extract;

/// A column that is known.
pub struct Field {
    /// As it is exported.
    pub name: &'static str,
    /// As others may call it.
    pub aliases: &'static [&'static str],
}

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = ImportSeverity))]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// The row cannot be imported so.
    Error,
    /// Good to know.
    Warning,
}

/// Something about a cell, a row or a column.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = ImportProblem))]
pub struct Problem {
    /// How bad it is.
    pub severity: Severity,
    /// Stable word: `required`, `invalid`, `type`, `not_found`, `taken`, `ambiguous`, `unknown_moderator`, `unknown_group`,
    /// `unknown_item`; of a column `unknown_column`.
    pub code: String,
    /// The field; null: the row.
    pub column: Option<&'static str>,
    /// What stands there.
    pub value: Option<String>,
    /// For people.
    pub detail: String,
}

impl Problem {
    /// Something that keeps a row out.
    pub fn error(code: &str, column: &'static str, value: &str, detail: impl Into<String>) -> Problem {
        let value = (!value.is_empty()).then(|| value.to_owned());
        Problem { severity: Severity::Error, code: code.to_owned(), column: Some(column), value, detail: detail.into() }
    }
}

/// What becomes of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = ImportAction))]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Something new is made.
    Create,
    /// Something that is there is changed.
    Update,
    /// It says what is there already.
    Unchanged,
    /// It cannot be imported.
    Error,
}

/// A row, checked.
#[derive(Debug)]
pub struct Row<T> {
    /// Where it begins in the file.
    pub line: u64,
    /// What it says, by field.
    pub cells: Cells,
    /// What it changes; nothing for something new.
    pub id: Option<String>,
    /// What becomes of it.
    pub action: Action,
    /// What there will be.
    pub new: Option<T>,
    /// What is wrong with it.
    pub problems: Vec<Problem>,
}

/// The cells of a row by the names of their fields; a column that is not in the file has none.
pub type Cells = BTreeMap<&'static str, String>;

/// A whole file, checked.
#[derive(Debug)]
pub struct Checked<T> {
    /// The field of each column; nothing: nobody knows it.
    pub columns: Vec<Option<&'static str>>,
    /// What is wrong with columns.
    pub problems: Vec<Problem>,
    /// In the order of the file.
    pub rows: Vec<Row<T>>,
}

/// The column that a file of refused rows has besides.
pub const WHY: &str = "Error";

/// Things that rows are about.
pub trait Rows {
    /// A body that would make one.
    type New: DeserializeOwned + Validate<Context = ()>;
    /// One that is there.
    type Old;

    /// The columns.
    const FIELDS: &[Field];
    /// What names one where no id does.
    const KEY: &str;

    /// Which one a row means; nothing: a new one.
    fn find(&self, cells: &Cells) -> Result<Option<&Self::Old>, Problem>;
    /// Its id.
    fn id(old: &Self::Old) -> &str;
    /// The body a row amounts to, with what it leaves out as it is now.
    fn body(&self, cells: &Cells, old: Option<&Self::Old>, problems: &mut Vec<Problem>) -> Map<String, Value>;
    /// Whether that changes nothing.
    fn same(new: &Self::New, old: &Self::Old) -> bool;
}

/// Checks a file.
pub fn check<R: Rows>(there: &R, sheet: &Sheet) -> Checked<R::New> {
    let (columns, problems) = columns(R::FIELDS, &sheet.header);
    let mut taken: HashMap<String, u64> = HashMap::new();
    let rows = sheet.rows.iter().map(|(line, cells)| {
        let named = columns.iter().zip(cells).filter_map(|(field, cell)| field.map(|field| (field, cell.trim().to_owned())));
        row(there, *line, named.collect(), &mut taken)
    });
    let rows = rows.collect();
    Checked { columns, problems, rows }
}

fn row<R: Rows>(there: &R, line: u64, cells: Cells, taken: &mut HashMap<String, u64>) -> Row<R::New> {
    let mut problems = vec![];
    let old = there.find(&cells).unwrap_or_else(|problem| {
        problems.push(problem);
        None
    });
    let key = cells.get(R::KEY).map(String::as_str).unwrap_or_default();
    let means = old.map_or_else(|| format!("new {}", key.to_lowercase()), |old| R::id(old).to_owned());
    if problems.is_empty() && (old.is_some() || !key.is_empty()) {
        match taken.get(&means) {
            Some(first) => problems.push(Problem::error("taken", R::KEY, key, format!("Line {first} is about the same."))),
            None => drop(taken.insert(means, line)),
        }
    }
    let body = there.body(&cells, old, &mut problems);
    let new = match extract::parse::<R::New>(Value::Object(body).to_string().as_bytes()) {
        Ok(new) => Some(new),
        Err(error) => {
            problems.extend(error.fields().iter().filter_map(|fault| {
                let name = fault.pointer.split('/').nth(1).unwrap_or_default();
                let column = R::FIELDS.iter().find(|field| field.name == name || field.aliases.contains(&name))?.name;
                let value = cells.get(column).map(String::as_str).unwrap_or_default();
                Some(Problem::error(&fault.code, column, value, fault.detail.clone()))
            }));
            None
        }
    };
    problems.dedup();
    let action = match (&new, old) {
        (None, _) => Action::Error,
        _ if problems.iter().any(|problem| problem.severity == Severity::Error) => Action::Error,
        (Some(new), Some(old)) if R::same(new, old) => Action::Unchanged,
        (_, Some(_)) => Action::Update,
        (_, None) => Action::Create,
    };
    Row { line, cells, id: old.map(|old| R::id(old).to_owned()), action, new, problems }
}

/// Names alike whatever their case and whatever stands between their words.
fn folded(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The field of each column, each field once.
pub fn columns(fields: &'static [Field], header: &[String]) -> (Vec<Option<&'static str>>, Vec<Problem>) {
    let (mut found, mut problems) = (vec![], vec![]);
    for name in header {
        let is = |field: &&Field| {
            std::iter::once(&field.name).chain(field.aliases).any(|known| folded(known) == folded(name) && !name.is_empty())
        };
        let field = fields.iter().find(is).map(|field| field.name);
        let doubled = field.is_some_and(|field| found.contains(&Some(field)));
        if (field.is_none() && name != WHY && !name.is_empty()) || doubled {
            let detail =
                if doubled { "There are two such columns: the first one counts." } else { "There is no such column: it is left out." };
            let (severity, code) = (Severity::Warning, "unknown_column".to_owned());
            problems.push(Problem { severity, code, column: None, value: Some(name.clone()), detail: detail.to_owned() });
        }
        found.push(field.filter(|_| !doubled));
    }
    (found, problems)
}

/// Text of a cell as JSON: empty is nothing.
pub fn text(cell: &str) -> Value {
    if cell.is_empty() { Value::Null } else { Value::from(cell) }
}

/// A cell that must say something; a stand-in where it does not, so that the others are looked at too.
pub fn required(cells: &Cells, column: &'static str, detail: &str, stand_in: &str, problems: &mut Vec<Problem>) -> Option<Value> {
    let cell = cells.get(column)?;
    if cell.is_empty() {
        problems.push(Problem::error("required", column, "", detail));
        return Some(Value::from(stand_in));
    }
    Some(Value::from(cell.as_str()))
}

/// Things that names in a cell mean; those that mean none are told.
pub fn meant<'a>(
    cell: &str,
    column: &'static str,
    code: &str,
    detail: impl Fn(&str) -> String,
    find: impl Fn(&str) -> Option<&'a str>,
    problems: &mut Vec<Problem>,
) -> Value {
    let mut ids = vec![];
    for name in crate::csv::split(cell) {
        match find(&name) {
            Some(id) => ids.push(id),
            None => problems.push(Problem::error(code, column, &name, detail(&name))),
        }
    }
    Value::from(ids)
}

/// The same things, in whatever order and however often each is named.
pub fn same_set(one: &[String], other: &[String]) -> bool {
    let set = |all: &[String]| all.iter().cloned().collect::<std::collections::BTreeSet<String>>();
    set(one) == set(other)
}
