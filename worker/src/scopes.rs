//! What a key may do. A handler says what it needs in its signature: [`Can`]`<`[`Write`]`>`.

use std::marker::PhantomData;
use std::ops::Deref;

use axum::extract::FromRequestParts;
use http::request::Parts;
use serde::{Deserialize, Serialize};

use crate::auth::Organizer;
use crate::error::{Error, Result};

/// A part of what organizers do. Every key may read the catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = KeyScope))]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Change events, groups, items, features, rooms and images.
    Write,
    /// Read and change attendees, with their links and their data.
    People,
    /// Remove people, set and lift bans, lock and mute.
    Moderate,
    /// Reports and metrics.
    Reports,
    /// Keys and the audit log.
    Admin,
}

impl Scope {
    /// All there are, in their order.
    pub const ALL: [Scope; 5] = [Scope::Write, Scope::People, Scope::Moderate, Scope::Reports, Scope::Admin];

    /// As it is written.
    pub fn word(self) -> &'static str {
        match self {
            Scope::Write => "write",
            Scope::People => "people",
            Scope::Moderate => "moderate",
            Scope::Reports => "reports",
            Scope::Admin => "admin",
        }
    }
}

/// A scope as a type.
pub trait Needs: Send + Sync + 'static {
    /// The scope.
    const SCOPE: Scope;
}

macro_rules! needs {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        pub struct $name;
        impl Needs for $name {
            const SCOPE: Scope = Scope::$name;
        }
    )*};
}

needs! {
    /// [`Scope::Write`]
    Write
    /// [`Scope::People`]
    People
    /// [`Scope::Moderate`]
    Moderate
    /// [`Scope::Reports`]
    Reports
    /// [`Scope::Admin`]
    Admin
}

/// An organizer whose key has the scope; 403 with `needs` otherwise.
pub struct Can<S: Needs>(Organizer, PhantomData<S>);

impl<S: Needs> Deref for Can<S> {
    type Target = Organizer;

    fn deref(&self) -> &Organizer {
        &self.0
    }
}

impl<N: Needs, S: Send + Sync> FromRequestParts<S> for Can<N> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Can<N>> {
        let organizer = Organizer::from_request_parts(parts, state).await?;
        organizer.must(N::SCOPE)?;
        Ok(Can(organizer, PhantomData))
    }
}
