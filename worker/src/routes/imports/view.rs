//! An import as it is shown: counts, causes of trouble, and some of its rows.

use std::collections::BTreeMap;

use axum::response::{IntoResponse, Response};
use http::header::CONTENT_TYPE;
use serde::Serialize;

use super::check::{Action, Cells, Checked, Problem, Row, Severity};
use crate::csv::Sheet;
use crate::db::imports::Import;
use crate::wire::At;

/// So many rows with errors are shown, with warnings, and of the others.
const SHOWN: [usize; 3] = [100, 50, 50];
/// So many lines of a cause are named.
const NAMED: usize = 20;

/// An uploaded file.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportView {
    /// `imp_…`
    pub id: String,
    /// `evt_…`
    pub event: String,
    /// `fea_…` the rooms are of; null for attendees.
    pub feature: Option<String>,
    /// What it is about.
    pub kind: ImportKind,
    /// The file's name.
    pub name: Option<String>,
    /// Looked at, or written.
    pub state: ImportState,
    /// When it was uploaded.
    pub created_at: At,
    /// Until when it is kept.
    pub expires_at: At,
    /// When it was written.
    pub committed_at: Option<At>,
    /// Rows of the file that say anything.
    pub rows: usize,
    /// What they would do.
    pub counts: ImportCounts,
    /// The file's columns in their order.
    pub columns: Vec<ImportColumn>,
    /// What is wrong, the same only once, errors first.
    pub causes: Vec<ImportCause>,
    /// Some rows in the order of the file: the first 100 with errors, 50 with warnings, 50 of the others. None once committed.
    pub preview: Vec<ImportRow>,
    /// What was done.
    pub result: Option<ImportResult>,
}

/// What an import is about.
#[derive(Clone, Copy, Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ImportKind {
    /// Rooms of a feature.
    Rooms,
    /// Attendees of an event.
    Attendees,
}

/// How far an import is.
#[derive(Clone, Copy, Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ImportState {
    /// Nothing of it is written.
    Preview,
    /// Everything of it is.
    Committed,
}

/// How many rows do what; each is in one of the first four.
#[derive(Clone, Copy, Debug, Default, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportCounts {
    /// Make something new.
    pub create: usize,
    /// Change something.
    pub update: usize,
    /// Say what is there already.
    pub unchanged: usize,
    /// Cannot be imported.
    pub errors: usize,
    /// Have a warning.
    pub warnings: usize,
}

/// A column of the file.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportColumn {
    /// As the file names it.
    pub header: String,
    /// The field it is; null: it is left out.
    pub field: Option<&'static str>,
}

/// Something that is wrong in one row or many.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportCause {
    /// What it is.
    #[serde(flatten)]
    pub problem: Problem,
    /// Rows that have it; 0 for a column.
    pub rows: usize,
    /// The first 20 of their lines.
    pub lines: Vec<u64>,
}

/// A row of the file.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportRow {
    /// Where it begins.
    pub line: u64,
    /// What becomes of it.
    pub action: Action,
    /// What it changes.
    pub id: Option<String>,
    /// What it says, by field.
    #[cfg_attr(feature = "openapi", schema(value_type = std::collections::BTreeMap<String, String>))]
    pub cells: Cells,
    /// What is wrong with it.
    pub problems: Vec<Problem>,
}

/// What a commit did.
#[derive(Clone, Copy, Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportResult {
    /// New ones.
    pub created: usize,
    /// Changed ones.
    pub updated: usize,
    /// That were so already.
    pub unchanged: usize,
    /// With errors, left out.
    pub skipped: usize,
}

impl ImportView {
    /// A file that was checked.
    pub fn of<T>(import: &Import, sheet: &Sheet, checked: &Checked<T>) -> ImportView {
        let column = |(header, field): (&String, &Option<&'static str>)| ImportColumn { header: header.clone(), field: *field };
        ImportView {
            id: import.id.clone(),
            event: import.event.clone(),
            feature: import.feature.clone(),
            kind: if import.feature.is_some() { ImportKind::Rooms } else { ImportKind::Attendees },
            name: import.name.clone(),
            state: ImportState::Preview,
            created_at: At(import.created_at),
            expires_at: At(import.expires_at),
            committed_at: None,
            rows: checked.rows.len(),
            counts: counts(&checked.rows),
            columns: sheet.header.iter().zip(&checked.columns).map(column).collect(),
            causes: causes(checked),
            preview: preview(&checked.rows),
            result: None,
        }
    }

    /// The same once it is written.
    pub fn committed(mut self, now: i64) -> ImportView {
        let ImportCounts { create, update, unchanged, errors, .. } = self.counts;
        self.result = Some(ImportResult { created: create, updated: update, unchanged, skipped: errors });
        (self.state, self.committed_at, self.preview) = (ImportState::Committed, Some(At(now)), vec![]);
        self
    }
}

fn counts<T>(rows: &[Row<T>]) -> ImportCounts {
    let mut counts = ImportCounts::default();
    for row in rows {
        let count = match row.action {
            Action::Create => &mut counts.create,
            Action::Update => &mut counts.update,
            Action::Unchanged => &mut counts.unchanged,
            Action::Error => &mut counts.errors,
        };
        *count += 1;
        counts.warnings += usize::from(warns(row));
    }
    counts
}

fn warns<T>(row: &Row<T>) -> bool {
    row.problems.iter().any(|problem| problem.severity == Severity::Warning)
}

fn causes<T>(checked: &Checked<T>) -> Vec<ImportCause> {
    let mut causes: BTreeMap<Problem, (usize, Vec<u64>)> = BTreeMap::new();
    for problem in &checked.problems {
        causes.entry(problem.clone()).or_default();
    }
    for row in &checked.rows {
        for problem in &row.problems {
            let (rows, lines) = causes.entry(problem.clone()).or_default();
            *rows += 1;
            if lines.len() < NAMED {
                lines.push(row.line);
            }
        }
    }
    causes.into_iter().map(|(problem, (rows, lines))| ImportCause { problem, rows, lines }).collect()
}

fn preview<T>(rows: &[Row<T>]) -> Vec<ImportRow> {
    let mut left = SHOWN;
    let wanted = rows.iter().filter(|row| {
        let sort = if row.action == Action::Error {
            0
        } else if warns(row) {
            1
        } else {
            2
        };
        left.get_mut(sort).is_some_and(|left| {
            let some = *left > 0;
            *left -= usize::from(some);
            some
        })
    });
    wanted
        .map(|row| ImportRow {
            line: row.line,
            action: row.action,
            id: row.id.clone(),
            cells: row.cells.clone(),
            problems: row.problems.clone(),
        })
        .collect()
}

/// A view as an answer.
pub fn answer(view: &ImportView) -> Response {
    axum::Json(view).into_response()
}

/// The view a commit was answered with.
pub fn stored(outcome: String) -> Response {
    ([(CONTENT_TYPE, "application/json")], outcome).into_response()
}
