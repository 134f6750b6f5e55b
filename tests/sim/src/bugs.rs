//! The table of deliberate bugs: what a team writes first, or what was wrong once. The simulator must find each.

use hallway_domain::bugs::Bug;

/// Every bug and what it is.
pub(crate) const TABLE: &[(Bug, &str)] = &[
    (Bug::CapsOff, "the code does not count seats; the schema has to refuse"),
    (Bug::CapsAndWallOff, "neither the code nor the schema counts seats"),
    (Bug::CountKeptInMemory, "seats are counted once and remembered"),
    (Bug::ConnectTakesAnyEpoch, "the gate lets any token of a seated person connect"),
    (Bug::ConfirmTakesAnyEpoch, "the confirm looks at the seat, not at whose attempt it was"),
    (Bug::NoConfirm, "the client gets its 101 without a confirm"),
    (Bug::TimeoutIsRefusal, "the gate takes LiveKit's time-out for a refusal"),
    (Bug::RemovalSpendsNothing, "a removal does not spend the epoch"),
    (Bug::RefusalSpendsNothing, "a refused hold does not spend its epoch"),
    (Bug::BanAfterTheCall, "a removal is written when LiveKit has answered"),
    (Bug::AttemptsDieWithLeases, "an attempt is forgotten when its lease ends"),
    (Bug::LeaseFreesDirtySeat, "an ended lease frees the seat although there was an attempt"),
    (Bug::OneListProves, "one list without the body is proof"),
    (Bug::ListBegunInAttemptProves, "a list begun while an attempt was open counts"),
    (Bug::NotFoundProves, "RemoveParticipant's 404 is proof"),
    (Bug::RevNotCompared, "LiveKit's answers count although the attempts have changed"),
    (Bug::WebhookBelieved, "participant_left frees the seat"),
    (Bug::NoFenceWithoutSeat, "a release of nobody's seat writes nothing"),
    (Bug::QuietAtOnce, "a release is answered quiet without LiveKit's word"),
    (Bug::EvictingReopens, "a hold re-opens a seat that is being evicted"),
    (Bug::ReleaseComparesNewest, "a release is compared with the newest epoch, not with the seat's"),
    (Bug::NothingSettles, "ended leases and attempts are left to the alarm, which leaves them to others"),
    (Bug::NoGrace, "a missing body frees a live seat at once"),
    (Bug::FeatureBanStaysHome, "feature bans do not travel with holds"),
    (Bug::ReleaseForgottenWhenSent, "a release is a call, not a row"),
    (Bug::GrantBeforeReleased, "the new room is granted before the old one answered"),
    (Bug::NextNeverGivenUp, "a move nobody answers is never given up"),
    (Bug::RefusedRoomForgotten, "a room that refused is forgotten without a release"),
    (Bug::LeaveEndsAnyEntry, "a leave ends whatever stay is there"),
    (Bug::OlderEntryTaken, "a room takes any entry, the older one too"),
    (Bug::OlderCardTaken, "a lobby takes any card, the older one too"),
    (Bug::AlarmInMemory, "the alarm is in the instance's memory"),
];
