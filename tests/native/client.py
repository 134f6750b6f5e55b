"""A native LiveKit client: publishes what it is told to, counts the frames it decodes of each other person.

It connects to HALLWAY_URL with HALLWAY_TOKEN and says one JSON object a line: {"connected": identity},
{"published": true}, {"frames": {identity: count}}, {"muted": what}, {"unpublished": what}, {"disconnected": reason}.
Each line of its input is a command: "publish screen", "unpublish screen" (or camera, microphone); it answers
{"publish": "screen", "ok": true}, or {"publish": "screen", "ok": false, "why": text} where it was refused or not heard.
It goes when its input closes. Unless HALLWAY_QUIET is set it publishes a moving picture (the camera) at once. With
HALLWAY_DEAF it takes nothing of what others publish.
"""

import asyncio
import json
import os
import sys

from livekit import rtc

WIDTH, HEIGHT, RATE = 160, 120, 10
SAMPLES = 48_000
REFUSED_BY = 6.0
SOURCES = {
    "camera": rtc.TrackSource.SOURCE_CAMERA,
    "microphone": rtc.TrackSource.SOURCE_MICROPHONE,
    "screen": rtc.TrackSource.SOURCE_SCREENSHARE,
}
NAMES = {source: name for name, source in SOURCES.items()}


def say(**what):
    print(json.dumps(what), flush=True)


async def picture(source):
    shade = 0
    while True:
        shade = (shade + 8) % 256
        pixels = bytes((shade, 255 - shade, 128, 255)) * (WIDTH * HEIGHT)
        source.capture_frame(rtc.VideoFrame(WIDTH, HEIGHT, rtc.VideoBufferType.RGBA, pixels))
        await asyncio.sleep(1 / RATE)


async def silence(source):
    while True:
        frame = rtc.AudioFrame.create(SAMPLES, 1, SAMPLES // 100)
        await source.capture_frame(frame)


class Client:
    def __init__(self):
        # Inside the loop: a Room takes the one that runs.
        self.room, self.frames, self.tasks, self.tracks = rtc.Room(), {}, [], {}

    def start(self, work):
        self.tasks.append(asyncio.create_task(work))

    async def publish(self, what):
        if what == "microphone":
            source = rtc.AudioSource(SAMPLES, 1)
            track, media = rtc.LocalAudioTrack.create_audio_track(what, source), silence
        else:
            source = rtc.VideoSource(WIDTH, HEIGHT)
            track, media = rtc.LocalVideoTrack.create_video_track(what, source), picture
        options = rtc.TrackPublishOptions(source=SOURCES[what])
        publishing = self.room.local_participant.publish_track(track, options)
        publication = await asyncio.wait_for(publishing, REFUSED_BY)
        self.tracks[what] = publication.sid
        self.start(media(source))

    async def obey(self, line):
        verb, what = line.split()
        try:
            if verb == "publish":
                await self.publish(what)
            else:
                await self.room.local_participant.unpublish_track(self.tracks.pop(what))
            say(**{verb: what, "ok": True})
        except Exception as error:  # whatever it is, the test wants to know
            say(**{verb: what, "ok": False, "why": repr(error)})

    async def count(self, track, identity):
        async for _ in rtc.VideoStream(track):
            self.frames[identity] = self.frames.get(identity, 0) + 1

    async def tell(self):
        while True:
            if self.frames:
                say(frames=self.frames)
            await asyncio.sleep(0.25)

    def listen(self):
        room = self.room

        @room.on("track_subscribed")
        def subscribed(track, publication, participant):
            if track.kind == rtc.TrackKind.KIND_VIDEO:
                self.start(self.count(track, participant.identity))

        @room.on("track_muted")
        def muted(participant, publication):
            if participant.identity == room.local_participant.identity:
                say(muted=NAMES.get(publication.source, "?"))

        @room.on("local_track_unpublished")
        def unpublished(publication):
            say(unpublished=NAMES.get(publication.source, "?"))

        @room.on("disconnected")
        def disconnected(reason):
            say(disconnected=str(reason))

    async def run(self):
        self.listen()
        options = rtc.RoomOptions(auto_subscribe="HALLWAY_DEAF" not in os.environ)
        await self.room.connect(os.environ["HALLWAY_URL"], os.environ["HALLWAY_TOKEN"], options)
        say(connected=self.room.local_participant.identity)
        self.start(self.tell())
        if "HALLWAY_QUIET" not in os.environ:
            await self.publish("camera")
            say(published=True)
        loop = asyncio.get_running_loop()
        while line := await loop.run_in_executor(None, sys.stdin.readline):
            self.start(self.obey(line))
        await self.room.disconnect()


async def main():
    await Client().run()


asyncio.run(main())
