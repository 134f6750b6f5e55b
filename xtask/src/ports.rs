//! Ports: free ones for tests, fixed ones for people, and a clear word when one is taken.

use std::net::{TcpListener, UdpSocket};

use anyhow::Context;

/// Every port of a stack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ports {
    /// The Worker.
    pub worker: u16,
    /// wrangler's inspector.
    pub inspector: u16,
    /// LiveKit's API and signalling.
    pub livekit: u16,
    /// LiveKit's media over TCP.
    pub media_tcp: u16,
    /// LiveKit's media over UDP.
    pub media_udp: u16,
}

impl Ports {
    /// Five ports that were free a moment ago. All are held until the last is chosen, so they differ.
    pub fn free() -> anyhow::Result<Self> {
        let tcp = || TcpListener::bind(("0.0.0.0", 0)).context("no free TCP port");
        let held = [tcp()?, tcp()?, tcp()?, tcp()?];
        let udp = UdpSocket::bind(("0.0.0.0", 0)).context("no free UDP port")?;
        let [worker, inspector, livekit, media_tcp] = held.each_ref().map(|l| l.local_addr().map(|a| a.port()));
        Ok(Self { worker: worker?, inspector: inspector?, livekit: livekit?, media_tcp: media_tcp?, media_udp: udp.local_addr()?.port() })
    }

    /// An error that names the first port somebody else holds.
    pub fn ensure_free(&self) -> anyhow::Result<()> {
        tcp_free(self.worker, "the Worker", "--port")?;
        tcp_free(self.inspector, "wrangler's inspector", "--inspector-port")?;
        tcp_free(self.livekit, "LiveKit", "--livekit-port")?;
        tcp_free(self.media_tcp, "LiveKit's media over TCP", "--livekit-port")?;
        udp_free(self.media_udp, "LiveKit's media over UDP", "--livekit-port")
    }
}

/// An error naming `port` and the flag that changes it, if it is taken.
pub fn tcp_free(port: u16, whose: &str, flag: &str) -> anyhow::Result<()> {
    // One after the other: each would be in the other's way.
    let bind = |address: &str| TcpListener::bind((address, port)).map(drop);
    bind("0.0.0.0").and_then(|()| bind("127.0.0.1")).map_err(|error| taken(port, "TCP", whose, flag, &error))
}

fn udp_free(port: u16, whose: &str, flag: &str) -> anyhow::Result<()> {
    UdpSocket::bind(("0.0.0.0", port)).map(drop).map_err(|error| taken(port, "UDP", whose, flag, &error))
}

fn taken(port: u16, kind: &str, whose: &str, flag: &str, error: &std::io::Error) -> anyhow::Error {
    if error.kind() == std::io::ErrorKind::AddrInUse {
        anyhow::anyhow!("{kind} port {port} is in use, and {whose} needs it. Stop what uses it, or choose another with {flag}.")
    } else {
        anyhow::anyhow!("{kind} port {port} for {whose}: {error}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_taken_port_is_named() {
        let held = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = held.local_addr().unwrap().port();
        let error = tcp_free(port, "the Worker", "--port").unwrap_err().to_string();
        assert!(error.contains(&port.to_string()) && error.contains("--port"), "{error}");
        drop(held);
        tcp_free(port, "the Worker", "--port").unwrap();
    }

    #[test]
    fn free_ports_differ() {
        let p = Ports::free().unwrap();
        let mut all = vec![p.worker, p.inspector, p.livekit, p.media_tcp];
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), 4);
    }
}
