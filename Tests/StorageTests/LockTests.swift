import Foundation
import Storage
import Synchronization
import Testing

@Suite struct LockTests {
  let scratch: Scratch
  let path: String

  init() throws {
    scratch = try Scratch()
    path = scratch.file("x.lock")
  }

  @Test func excludesAndLeavesNothing() throws {
    let first = try #require(try FileLock.attempt(path))
    #expect(try FileLock.attempt(path) == nil)
    #expect(FileLock.holder(path) == Int(getpid()))
    first.release()
    first.release()
    #expect(try scratch.names == [])
    let second = try FileLock.attempt(path)
    #expect(second != nil)
    second?.release()
  }

  @Test func releasedWhenForgotten() throws {
    do {
      let lock = try FileLock.attempt(path)
      #expect(lock != nil)
    }
    #expect(try FileLock.attempt(path) != nil)
  }

  @Test func waitingEndsWhenAsked() throws {
    let lock = try FileLock.attempt(path)
    let error = #expect(throws: StorageError.self) {
      try FileLock.wait(path) { true }
    }
    #expect(error?.kind == .cancelled)
    #expect(error?.problem.contains("process \(getpid())") == true)
    lock?.release()
  }

  /// Many threads take, hold and release the lock, whose file comes and goes: never two at a time.
  @Test func neverTwoAtATime() async throws {
    let inside = Inside()
    let path = path
    try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<4 {
        group.addTask {
          var together = 0
          for _ in 0..<300 {
            guard let lock = try FileLock.attempt(path) else { continue }
            together += inside.count.withLock { count in
              count += 1
              return count - 1
            }
            await Task.yield()
            inside.count.withLock { $0 -= 1 }
            lock.release()
          }
          return together
        }
      }
      for try await together in group { #expect(together == 0) }
    }
    #expect(try scratch.names == [])
  }

  private final class Inside: Sendable {
    let count = Mutex(0)
  }

  static let flock = "/usr/bin/flock"

  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: flock), "needs flock"))
  func anotherProcessHolds() throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Self.flock)
    process.arguments = [scratch.file(RunLock.name), "-c", "echo held; read line"]
    let (input, output) = (Pipe(), Pipe())
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    _ = output.fileHandleForReading.availableData  // it holds the lock now
    let error = #expect(throws: StorageError.self) { try RunLock.acquire(scratch.path) }
    #expect(error?.kind == .locked(process: nil))
    #expect(error?.problem == "another process is working in this run")
    process.terminate()
    try input.fileHandleForWriting.close()
    process.waitUntilExit()
    let lock = try FileLock.wait(scratch.file(RunLock.name)) { false }
    lock.release()
  }

  @Test func oneProcessPerRun() throws {
    let lock = try RunLock.acquire(scratch.path)
    let error = #expect(throws: StorageError.self) { try RunLock.acquire(scratch.path) }
    #expect(error?.kind == .locked(process: Int(getpid())))
    #expect(error?.problem == "process \(getpid()) is working in this run")
    #expect(error?.file == scratch.path)
    lock.release()
    try RunLock.acquire(scratch.path).release()
    #expect(try scratch.names == [])
  }
}
