//! What an import is checked against, and the rows it writes.

use std::collections::HashMap;

use super::attendees::Attendees;
use super::check::{Action, Checked, Rows, Severity, check};
use super::rooms::Rooms;
use super::view::ImportView;
use crate::app::App;
use crate::csv::Sheet;
use crate::db::imports::{AttendeeRow, Import, RoomRow};
use crate::db::rooms::Filter;
use crate::db::touch::Told;
use crate::db::{self, Db};
use crate::error::Result;
use crate::ids::kind;
use crate::routes::attendees::NewAttendee;
use crate::routes::rooms::NewRoom;

/// More rooms than any feature has.
const ALL: i64 = 100_000;

/// A file that was checked against what is there.
pub enum Plan<'a> {
    /// Rooms of a feature.
    Rooms(&'a Sheet, Checked<NewRoom>),
    /// Attendees of an event.
    Attendees(&'a Sheet, Attendees, Checked<NewAttendee>),
}

impl<'a> Plan<'a> {
    /// Reads what is there and checks every row.
    pub async fn make(db: &Db, import: &Import, sheet: &'a Sheet) -> Result<Plan<'a>> {
        Ok(match &import.feature {
            Some(feature) => {
                let there = rooms(db, &import.event, feature, sheet).await?;
                Plan::Rooms(sheet, check(&there, sheet))
            }
            None => {
                let there = attendees(db, &import.event, sheet).await?;
                let checked = check(&there, sheet);
                Plan::Attendees(sheet, there, checked)
            }
        })
    }

    /// As it is shown.
    pub fn view(&self, import: &Import) -> ImportView {
        match self {
            Plan::Rooms(sheet, checked) => ImportView::of(import, sheet, checked),
            Plan::Attendees(sheet, _, checked) => ImportView::of(import, sheet, checked),
        }
    }

    /// Why rows cannot be imported, by their lines.
    pub fn errors(&self) -> HashMap<u64, String> {
        match self {
            Plan::Rooms(.., checked) => errors(checked),
            Plan::Attendees(.., checked) => errors(checked),
        }
    }

    /// Writes every row without errors.
    pub async fn write(self, app: &App, db: &Db, import: &Import) -> Result<Vec<Told>> {
        match (self, &import.feature) {
            (Plan::Rooms(_, checked), Some(feature)) => {
                db.only_if_all("rooms", &seen(&checked))?;
                let (mut new, mut changed) = (vec![], vec![]);
                for row in checked.rows {
                    match (row.action, row.new, row.old) {
                        (Action::Create, Some(room), _) => {
                            let id = app.new_id::<kind::Room>()?;
                            new.push(room_row(app.config.pin(&id)?, id, room));
                        }
                        (Action::Update, Some(room), Some((id, _))) => changed.push(room_row(String::new(), id, room)),
                        _ => {}
                    }
                }
                db::imports::rooms(db, (&import.event, feature), &new, &changed, app.now()).await
            }
            (Plan::Attendees(_, there, checked), _) => {
                db.only_if_all("attendees", &seen(&checked))?;
                let (mut new, mut changed, mut renamed) = (vec![], vec![], vec![]);
                for row in checked.rows {
                    match (row.action, row.new, row.old) {
                        (Action::Create, Some(person), _) => new.push(attendee_row(app.new_id::<kind::Attendee>()?, person)),
                        (Action::Update, Some(person), Some((id, _))) => {
                            if there.is_renamed(&id, &person) {
                                renamed.push(id.clone());
                            }
                            changed.push(attendee_row(id, person));
                        }
                        _ => {}
                    }
                }
                db::imports::attendees(db, &import.event, &new, &changed, &renamed, app.now()).await
            }
            (Plan::Rooms(..), None) => Ok(vec![]),
        }
    }
}

/// What is to be changed, and as which version it was seen.
fn seen<T>(checked: &Checked<T>) -> Vec<(&str, i64)> {
    let changed = checked.rows.iter().filter(|row| row.action == Action::Update);
    changed.filter_map(|row| row.old.as_ref().map(|(id, version)| (id.as_str(), *version))).collect()
}

fn errors<T>(checked: &Checked<T>) -> HashMap<u64, String> {
    let refused = checked.rows.iter().filter(|row| row.action == Action::Error);
    let said = refused.map(|row| {
        let errors = row.problems.iter().filter(|problem| problem.severity == Severity::Error);
        let told = errors.map(|problem| format!("{}: {}", problem.column.unwrap_or("row"), problem.detail));
        (row.line, told.collect::<Vec<_>>().join(" "))
    });
    said.collect()
}

fn room_row(sfu: String, id: String, room: NewRoom) -> RoomRow {
    RoomRow {
        id,
        name: room.name,
        description: room.description,
        icon: room.icon,
        image: room.image,
        enabled: room.enabled,
        closed_reason: room.closed_reason,
        attendee_limit: room.attendee_limit,
        moderator_limit: room.moderator_limit,
        sfu,
        moderators: room.moderators,
        items: room.items,
        groups: room.groups,
    }
}

fn attendee_row(id: String, person: NewAttendee) -> AttendeeRow {
    AttendeeRow {
        id,
        first_name: person.first_name,
        last_name: person.last_name,
        email: person.email,
        title: person.title,
        company: person.company,
        avatar: person.avatar,
        groups: person.groups,
    }
}

async fn rooms(db: &Db, event: &str, feature: &str, sheet: &Sheet) -> Result<Rooms> {
    let emails: Vec<String> =
        cells(Rooms::FIELDS, sheet, "moderators").flat_map(crate::csv::split).map(|email| email.to_lowercase()).collect();
    let items = db::items::list(db, event, None).await?.into_iter().map(|item| (item.id, item.name));
    let rooms = db::rooms::of_feature(db, event, feature, &Filter::default(), "", ALL).await?;
    Ok(Rooms::new(rooms, db::attendees::by_email(db, event, &emails).await?, items, groups(db, event).await?))
}

async fn attendees(db: &Db, event: &str, sheet: &Sheet) -> Result<Attendees> {
    let ids: Vec<String> = cells(Attendees::FIELDS, sheet, "id").map(str::to_owned).collect();
    let emails: Vec<String> = cells(Attendees::FIELDS, sheet, "email").map(str::to_lowercase).collect();
    Ok(Attendees::new(db::attendees::meant(db, event, &ids, &emails).await?, groups(db, event).await?))
}

async fn groups(db: &Db, event: &str) -> Result<HashMap<String, String>> {
    Ok(db::groups::list(db, event).await?.into_iter().map(|group| (group.name.to_lowercase(), group.id)).collect())
}

/// What the file says in one field.
fn cells<'a>(fields: &'static [super::check::Field], sheet: &'a Sheet, field: &'static str) -> impl Iterator<Item = &'a str> {
    let at = super::check::columns(fields, &sheet.header).0.iter().position(|known| *known == Some(field));
    let cells = sheet.rows.iter().filter_map(move |(_, row)| row.get(at?).map(|cell| cell.trim()));
    cells.filter(|cell| !cell.is_empty())
}
