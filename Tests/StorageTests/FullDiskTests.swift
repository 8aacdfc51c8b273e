import Foundation
import Storage
import Testing

/// A disk of a few hundred kilobytes, where the system lets us mount one.
final class TinyDisk {
  let path: String
  private let scratch: Scratch

  init?(kilobytes: Int) {
    guard let scratch = try? Scratch() else { return nil }
    self.scratch = scratch
    path = scratch.path
    let options = ["-t", "tmpfs", "-o", "size=\(kilobytes)k", "tmpfs", path]
    guard output(of: "/usr/bin/mount", options) != nil else { return nil }
  }

  deinit { _ = output(of: "/usr/bin/umount", [path]) }

  static let isPossible = TinyDisk(kilobytes: 64) != nil
}

@Suite(.enabled(if: TinyDisk.isPossible, "needs the right to mount a tmpfs"))
struct FullDiskTests {
  let disk: TinyDisk

  init() throws { disk = try #require(TinyDisk(kilobytes: 256)) }

  private var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: disk.path).sorted() }
  }

  private func fill(leaving kilobytes: Int) throws {
    try Data(count: (256 - kilobytes) * 1024)
      .write(to: URL(fileURLWithPath: disk.path + "/filler"))
  }

  @Test func numbersThatDoNotFit() throws {
    let large = Artifact(
      arrays: ["v": StoredArray(.float32([Float](repeating: 1, count: 200_000)))])
    let path = disk.path + "/a.h5"
    try ArtifactFile.write(everything, to: path)
    let error = #expect(throws: StorageError.self) { try ArtifactFile.write(large, to: path) }
    #expect(error?.kind == .diskFull)
    #expect(error?.file == path)
    #expect(error?.problem == "cannot be written: the disk is full")
    #expect(try names == ["a.h5"])
    #expect(try ArtifactFile.read(path) == everything)
  }

  /// What HDF5 itself writes does not fit, at every size of what is left; then the library still
  /// works and lets go of the file.
  @Test(arguments: [0, 4, 8, 12, 16, 24])
  func structureThatDoesNotFit(kilobytes: Int) throws {
    try fill(leaving: kilobytes)
    var artifact = everything
    artifact["long"] = StoredArray(.text((0..<2000).map { "text number \($0)" }))
    let error = #expect(throws: StorageError.self) {
      try ArtifactFile.write(artifact, to: disk.path + "/a.h5")
    }
    #expect(error?.kind == .diskFull, "\(error?.description ?? "")")
    #expect(try names == ["filler"])
    try FileManager.default.removeItem(atPath: disk.path + "/filler")
    try ArtifactFile.write(artifact, to: disk.path + "/a.h5")
    #expect(try ArtifactFile.read(disk.path + "/a.h5") == artifact)
  }

  @Test func textFiles() throws {
    let path = disk.path + "/results.csv"
    try AtomicFile.write("old\n", to: path)
    try fill(leaving: 8)
    let error = #expect(throws: StorageError.self) {
      try AtomicFile.write(String(repeating: "x", count: 100_000), to: path)
    }
    #expect(error?.kind == .diskFull)
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "old\n")
    #expect(try names == ["filler", "results.csv"])
  }
}

@Suite struct AtomicFileTests {
  @Test func writesAndReplaces() throws {
    let scratch = try Scratch()
    try AtomicFile.makeFolder(scratch.file("a/b"))
    try AtomicFile.makeFolder(scratch.file("a/b"))
    try AtomicFile.write("grüße\n", to: scratch.file("a/b/t.csv"))
    try AtomicFile.write("", to: scratch.file("a/b/empty"))
    try AtomicFile.write("again\n", to: scratch.file("a/b/t.csv"))
    #expect(try String(contentsOfFile: scratch.file("a/b/t.csv"), encoding: .utf8) == "again\n")
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.file("a/b")).count == 2)
    let error = #expect(throws: StorageError.self) {
      try AtomicFile.makeFolder(scratch.file("a/b/t.csv/c"))
    }
    #expect(error?.file.hasPrefix(scratch.path) == true)
  }
}
