//! A small client for the REST API. It never follows, retries or repairs anything.

use std::fmt;
use std::time::Duration;

use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use reqwest::{Method, RequestBuilder, StatusCode};
use serde_json::Value;

use crate::wait::{s, until_asking_every};

/// How wrangler's front says that it lost the Worker.
const LOST_BY_WRANGLER: &str = "Your worker restarted mid-request";

/// Talks to one server as one caller.
#[derive(Clone, Debug)]
pub struct Client {
    http: reqwest::Client,
    url: String,
    headers: HeaderMap,
}

impl Client {
    /// Somebody without a session. `url` has no slash at its end.
    pub fn new(http: reqwest::Client, url: &str) -> Client {
        Client { http, url: url.to_owned(), headers: HeaderMap::new() }
    }

    /// The same with one more header in every request.
    pub fn with(&self, name: &str, value: &str) -> Client {
        let mut client = self.clone();
        let name = HeaderName::try_from(name).expect("a header's name");
        client.headers.append(name, HeaderValue::from_str(value).expect("a header's value"));
        client
    }

    /// The same with `Authorization: Bearer`.
    pub fn bearer(&self, token: &str) -> Client {
        let mut client = self.clone();
        client.headers.remove("authorization");
        client.with("authorization", &format!("Bearer {token}"))
    }

    /// GET, `path` as in `/me`.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, None).await
    }

    /// POST of a JSON body.
    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        self.send(Method::POST, path, Some(body)).await
    }

    /// PUT of a JSON body.
    pub async fn put(&self, path: &str, body: &Value) -> Answer {
        self.send(Method::PUT, path, Some(body)).await
    }

    /// PATCH of a JSON body, whatever is there now, unless the client says `if-match` itself.
    pub async fn patch(&self, path: &str, body: &Value) -> Answer {
        let whatever = if self.headers.contains_key("if-match") { self.clone() } else { self.with("if-match", "*") };
        whatever.send(Method::PATCH, path, Some(body)).await
    }

    /// DELETE.
    pub async fn delete(&self, path: &str) -> Answer {
        self.send(Method::DELETE, path, None).await
    }

    /// A method with or without a JSON body.
    pub async fn send(&self, method: Method, path: &str, body: Option<&Value>) -> Answer {
        let request = self.request(method, path);
        Answer::of(match body {
            Some(body) => request.json(body),
            None => request,
        })
        .await
    }

    /// Says the same again until somebody decides it, as the app does: no answer and 5xx decide nothing.
    pub async fn persist(&self, method: Method, path: &str, body: &Value) -> Answer {
        let mut last = String::from("nobody answered");
        let start = std::time::Instant::now();
        let ask = async || {
            let answer = Answer::of_one_try(self.request(method.clone(), path).json(body)).await?;
            assert!(start.elapsed() < s(60), "nothing decided in 60 s: {answer} (before: {last})");
            last = answer.to_string();
            (!answer.status.is_server_error()).then_some(answer)
        };
        until_asking_every(Duration::from_millis(200), "an answer that decides", s(65), ask).await.0
    }

    /// A request to be finished by the caller and sent with [`Answer::of`].
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, format!("{}/api/v1{path}", self.url)).headers(self.headers.clone())
    }
}

/// What a server answered.
#[derive(Debug)]
pub struct Answer {
    /// Method and address, for messages.
    pub asked: String,
    /// HTTP status.
    pub status: StatusCode,
    /// All headers.
    pub headers: HeaderMap,
    /// The body as JSON; null if it is none.
    pub body: Value,
    /// The body as it came.
    pub text: String,
}

impl Answer {
    /// Sends a request and reads all of its answer. Under load wrangler's own front resets connections, or answers 503
    /// when it loses one that it kept open to the Worker; that says nothing about the Worker, so the request is sent again.
    pub async fn of(request: RequestBuilder) -> Answer {
        let (http, request) = request.build_split();
        let request = request.expect("a request");
        let asked = format!("{} {}", request.method(), request.url().path());
        let mut resets = 0;
        loop {
            let again = request.try_clone().expect("a request without a stream");
            match http.execute(again).await {
                Ok(response) => {
                    let answer = Answer::read(asked.clone(), response).await;
                    if !answer.text.starts_with(LOST_BY_WRANGLER) {
                        return answer;
                    }
                }
                Err(error) if error.is_request() && !error.is_timeout() && resets < 3 => resets += 1,
                Err(error) => panic!("{asked}: {error:?}"),
            }
        }
    }

    /// Sends a request once; nothing where nobody answered, as in a restart.
    pub async fn of_one_try(request: RequestBuilder) -> Option<Answer> {
        let response = request.send().await.ok()?;
        let (asked, status, headers) = (response.url().path().to_owned(), response.status(), response.headers().clone());
        let text = response.text().await.ok()?;
        let body = serde_json::from_str(&text).unwrap_or(Value::Null);
        Some(Answer { asked, status, headers, body, text })
    }

    /// Reads the rest of a response.
    pub async fn read(asked: String, response: reqwest::Response) -> Answer {
        let (status, headers) = (response.status(), response.headers().clone());
        let text = response.text().await.unwrap_or_else(|e| panic!("{asked}: {e:?}"));
        let body = serde_json::from_str(&text).unwrap_or(Value::Null);
        Answer { asked, status, headers, body, text }
    }

    /// The body of a success; anything else ends the test.
    #[track_caller]
    pub fn ok(self) -> Value {
        assert!(self.status.is_success(), "expected a success: {self}");
        self.body
    }

    /// The stable word of a refusal; empty for anything else.
    pub fn code(&self) -> &str {
        self.body["code"].as_str().unwrap_or_default()
    }

    /// A problem document of that status and code, whole in all its parts.
    #[track_caller]
    pub fn refused(self, status: u16, code: &str) -> Value {
        assert_eq!((self.status.as_u16(), self.code()), (status, code), "{self}");
        self.is_a_problem();
        self.body
    }

    /// What every refusal has in common.
    #[track_caller]
    pub fn is_a_problem(&self) {
        assert_eq!(self.header("content-type"), "application/problem+json", "{self}");
        assert_eq!(self.body["status"], self.status.as_u16(), "{self}");
        for field in ["type", "title", "detail", "instance", "code"] {
            assert!(self.body[field].as_str().is_some_and(|text| !text.is_empty()), "no {field}: {self}");
        }
        assert_eq!(self.header("x-request-id"), self.body["instance"].as_str().unwrap_or_default(), "{self}");
    }

    /// A header's text; empty if it is not there.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// What the request cost.
    #[track_caller]
    pub fn cost(&self) -> Cost {
        Cost::read(self.header("x-hallway-cost")).unwrap_or_else(|| panic!("no cost: {self}"))
    }
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text: String = self.text.chars().take(600).collect();
        write!(f, "{} answered {}: {text}", self.asked, self.status)
    }
}

/// Calls of Durable Objects, SQL statements, rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    /// Calls of a Durable Object.
    pub hops: u64,
    /// SQL statements, in objects and in D1.
    pub statements: u64,
    /// Rows SQLite looked at.
    pub rows_read: u64,
    /// Rows it wrote; an entry of an index counts as one.
    pub rows_written: u64,
}

impl Cost {
    fn read(header: &str) -> Option<Cost> {
        let number = |name: &str| {
            let mut pairs = header.split("; ").filter_map(|pair| pair.split_once('='));
            pairs.find(|(key, _)| *key == name)?.1.parse().ok()
        };
        Some(Cost {
            hops: number("hops")?,
            statements: number("statements")?,
            rows_read: number("rows_read")?,
            rows_written: number("rows_written")?,
        })
    }
}

impl fmt::Display for Cost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Cost { hops, statements, rows_read, rows_written } = self;
        write!(f, "{hops} hops, {statements} statements, {rows_read} rows read, {rows_written} written")
    }
}
