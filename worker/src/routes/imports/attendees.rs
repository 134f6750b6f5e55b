//! Rows about attendees of one event.

use std::collections::HashMap;

use serde_json::{Map, Value, json};

use super::check::{Cells, Field, Problem, Rows, meant, required, same_set, text};
use crate::db::attendees::Attendee;
use crate::routes::attendees::NewAttendee;

/// What a file of attendees is checked against. Names and addresses are in lower case.
#[derive(Debug, Default)]
pub struct Attendees {
    people: Vec<Attendee>,
    /// Groups by name.
    groups: HashMap<String, String>,
    by_id: HashMap<String, usize>,
    by_email: HashMap<String, usize>,
}

impl Attendees {
    /// Those the file may mean, with an id or an address of it, and the event's groups.
    pub fn new(people: Vec<Attendee>, groups: HashMap<String, String>) -> Attendees {
        let by_id = people.iter().enumerate().map(|(at, person)| (person.id.clone(), at)).collect();
        let by_email = people.iter().enumerate().map(|(at, person)| (person.email.clone(), at)).collect();
        Attendees { people, groups, by_id, by_email }
    }
}

impl Attendees {
    /// Whether somebody is called otherwise from now on.
    pub fn is_renamed(&self, id: &str, new: &NewAttendee) -> bool {
        let old = self.by_id.get(id).and_then(|at| self.people.get(*at));
        old.is_some_and(|old| (&old.first_name, &old.last_name) != (&new.first_name, &new.last_name))
    }
}

impl Rows for Attendees {
    type New = NewAttendee;
    type Old = Attendee;

    const KEY: &str = "email";
    const FIELDS: &[Field] = &[
        Field { name: "id", aliases: &["attendee id"] },
        Field { name: "first_name", aliases: &["given name", "forename"] },
        Field { name: "last_name", aliases: &["surname", "family name"] },
        Field { name: "email", aliases: &["email address", "mail"] },
        Field { name: "title", aliases: &["job title", "position"] },
        Field { name: "company", aliases: &["organization", "organisation"] },
        Field { name: "avatar", aliases: &["picture", "photo"] },
        Field { name: "groups", aliases: &["group"] },
    ];

    fn find(&self, cells: &Cells) -> Result<Option<&Attendee>, Problem> {
        let cell = |name: &str| cells.get(name).map(String::as_str).unwrap_or_default();
        let (id, email) = (cell("id"), cell("email"));
        let by_email = self.by_email.get(&email.to_lowercase()).and_then(|at| self.people.get(*at));
        if id.is_empty() {
            return Ok(by_email);
        }
        let found = self.by_id.get(id).and_then(|at| self.people.get(*at));
        let detail = "The event has no attendee with that id. Clear the cell to add somebody new.";
        let found = found.ok_or_else(|| Problem::error("not_found", "id", id, detail))?;
        match by_email.filter(|other| other.id != found.id) {
            Some(_) => Err(Problem::error("taken", "email", email, "Somebody else of this event has that address.")),
            None => Ok(Some(found)),
        }
    }

    fn id(old: &Attendee) -> &str {
        &old.id
    }

    fn body(&self, cells: &Cells, old: Option<&Attendee>, problems: &mut Vec<Problem>) -> Map<String, Value> {
        let mut body = old.map(as_body).unwrap_or_default();
        for (field, detail, stand_in) in [
            ("first_name", "Everybody needs a first name.", "?"),
            ("email", "Everybody needs an e-mail address of their own.", "nobody@example.org"),
        ] {
            match required(cells, field, detail, stand_in, problems) {
                Some(value) => drop(body.insert(field.into(), value)),
                None if old.is_none() => {
                    problems.push(Problem::error("required", field, "", format!("{detail} Add a column for it.")));
                    body.insert(field.into(), stand_in.into());
                }
                None => {}
            }
        }
        if let Some(name) = cells.get("last_name") {
            body.insert("last_name".into(), name.as_str().into());
        }
        body.entry("last_name").or_insert_with(|| "".into());
        for field in ["title", "company", "avatar"] {
            if let Some(cell) = cells.get(field) {
                body.insert(field.into(), text(cell));
            }
        }
        if let Some(cell) = cells.get("groups") {
            let detail = |name: &str| format!("There is no group {name}. Make it first, or clear the cell.");
            let find = |name: &str| self.groups.get(&name.to_lowercase()).map(String::as_str);
            body.insert("groups".into(), meant(cell, "groups", "unknown_group", detail, find, problems));
        }
        body
    }

    fn same(new: &NewAttendee, old: &Attendee) -> bool {
        (&new.first_name, &new.last_name, &new.email, &new.title, &new.company, &new.avatar)
            == (&old.first_name, &old.last_name, &old.email, &old.title, &old.company, &old.avatar)
            && same_set(&new.groups, &old.groups)
    }
}

/// Somebody who is there as a body that would add them.
fn as_body(person: &Attendee) -> Map<String, Value> {
    let body = json!({
        "first_name": person.first_name, "last_name": person.last_name, "email": person.email, "title": person.title,
        "company": person.company, "avatar": person.avatar, "groups": person.groups,
    });
    if let Value::Object(body) = body { body } else { Map::new() }
}
