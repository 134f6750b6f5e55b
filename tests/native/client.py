"""A native LiveKit client: publishes a moving picture, counts the frames it decodes of each other person.

It connects to HALLWAY_URL with HALLWAY_TOKEN and says one JSON object a line: {"connected": identity},
{"published": true}, {"frames": {identity: count}}, {"disconnected": reason}. It goes when its input closes.
"""

import asyncio
import json
import os
import sys

from livekit import rtc

WIDTH, HEIGHT, RATE = 160, 120, 10


def say(**what):
    print(json.dumps(what), flush=True)


async def publish(room):
    source = rtc.VideoSource(WIDTH, HEIGHT)
    track = rtc.LocalVideoTrack.create_video_track("picture", source)
    options = rtc.TrackPublishOptions(source=rtc.TrackSource.SOURCE_CAMERA)
    await room.local_participant.publish_track(track, options)
    say(published=True)
    shade = 0
    while True:
        shade = (shade + 8) % 256
        pixels = bytes((shade, 255 - shade, 128, 255)) * (WIDTH * HEIGHT)
        source.capture_frame(rtc.VideoFrame(WIDTH, HEIGHT, rtc.VideoBufferType.RGBA, pixels))
        await asyncio.sleep(1 / RATE)


async def count(track, identity, frames):
    async for _ in rtc.VideoStream(track):
        frames[identity] = frames.get(identity, 0) + 1


async def tell(frames):
    while True:
        if frames:
            say(frames=frames)
        await asyncio.sleep(0.25)


async def main():
    room, frames, tasks = rtc.Room(), {}, []

    @room.on("track_subscribed")
    def subscribed(track, publication, participant):
        if track.kind == rtc.TrackKind.KIND_VIDEO:
            tasks.append(asyncio.create_task(count(track, participant.identity, frames)))

    @room.on("disconnected")
    def disconnected(reason):
        say(disconnected=str(reason))

    await room.connect(os.environ["HALLWAY_URL"], os.environ["HALLWAY_TOKEN"], rtc.RoomOptions(auto_subscribe=True))
    say(connected=room.local_participant.identity)
    tasks.append(asyncio.create_task(publish(room)))
    tasks.append(asyncio.create_task(tell(frames)))
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    await room.disconnect()


asyncio.run(main())
