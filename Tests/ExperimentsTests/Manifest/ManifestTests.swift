import Foundation
import Storage
import Testing

@testable import Experiments

@Suite struct ManifestTests {
  private let program = Program(
    version: "1.2.3", commit: String(repeating: "a", count: 40), instructionSet: "AVX2",
    blas: .init(core: "Haswell", threads: 1, configuration: "OpenBLAS 0.3.21", forcedCore: nil),
    libraries: ["HDF5": "1.10.8"])
  private let machine = Machine(
    processor: "A processor", cores: 2, memoryBytes: 1 << 34, system: "Debian")

  private func manifest() -> Manifest {
    Manifest(
      experiment: "sst2", arguments: ["run", "a.yaml"],
      inputs: [.init(name: "sst2/train.tsv", sha256: "00ff")], program: program, machine: machine,
      started: Date(timeIntervalSince1970: 1_000_000_000.75))
  }

  @Test func roundTrips() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/manifest.json"
    var manifest = manifest()
    try manifest.write(to: path)
    #expect(try Manifest.read(path) == manifest)
    manifest.finish(
      .failed, failedCells: ["small → large, seed 1"],
      stages: [
        .init(kind: "train", title: "small", fingerprint: "ab", status: "done", seconds: 1.5)
      ], at: Date(timeIntervalSince1970: 1_000_000_100))
    try manifest.write(to: path)
    #expect(try Manifest.read(path) == manifest)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["manifest.json"])
  }

  @Test func writesTheKeysThatTheDesignNames() throws {
    var manifest = manifest()
    manifest.peakMemoryBytes = 5
    #expect(
      try JSON.text(of: manifest) == """
        {
          "arguments" : [
            "run",
            "a.yaml"
          ],
          "experiment" : "sst2",
          "failedCells" : [

          ],
          "inputs" : [
            {
              "name" : "sst2/train.tsv",
              "sha256" : "00ff"
            }
          ],
          "machine" : {
            "cores" : 2,
            "memoryBytes" : 17179869184,
            "processor" : "A processor",
            "system" : "Debian"
          },
          "peakMemoryBytes" : 5,
          "program" : {
            "blas" : {
              "configuration" : "OpenBLAS 0.3.21",
              "core" : "Haswell",
              "threads" : 1
            },
            "commit" : "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
            "instructionSet" : "AVX2",
            "libraries" : {
              "HDF5" : "1.10.8"
            },
            "version" : "1.2.3"
          },
          "stages" : [

          ],
          "started" : "2001-09-09T01:46:40Z",
          "status" : "running"
        }

        """)
  }

  @Test func refusesWhatIsNoManifest() throws {
    let folder = try TemporaryFolder()
    let missing = #expect(throws: StorageError.self) {
      try Manifest.read(folder.path + "/manifest.json")
    }
    #expect(missing?.kind == .missing)
    #expect(
      missing?.description == "\(folder.path)/manifest.json: there is no manifest; "
        + "name the folder of a run, Results/<name>")
    let path = try folder.file("manifest.json", "{\"experiment\": 5}")
    let damaged = #expect(throws: StorageError.self) { try Manifest.read(path) }
    #expect(
      damaged?.description == "\(path): not a manifest of this version; "
        + "run the experiment again; what is stored is used again")
  }

  @Test func saysWhereItCannotBeWritten() throws {
    let folder = try TemporaryFolder()
    let error = #expect(throws: StorageError.self) {
      try manifest().write(to: folder.path + "/none/manifest.json")
    }
    #expect(error?.file == folder.path + "/none/manifest.json")
  }
}

@Suite struct MachineTests {
  @Test(arguments: [
    ("processor\t: 0\nmodel\t\t: 1\nmodel name\t: AMD EPYC 7B13\nflags : x\n", "AMD EPYC 7B13"),
    ("processor\t: 0\nModel\t\t: Raspberry Pi 5: B\n", "Raspberry Pi 5: B"),
    ("", "unknown"), ("processor : 0\n", "unknown"),
  ])
  func readsTheProcessorsName(text: String, name: String) {
    #expect(Machine.processorName(text) == name)
  }

  @Test func readsTheSystemsName() {
    let name = Machine.systemName(release: "ID=debian\nPRETTY_NAME=\"Debian GNU/Linux 12\"\n")
    #expect(name.hasPrefix("Debian GNU/Linux 12 ("))
  }

  @Test func knowsThisMachine() {
    let machine = Machine.current()
    #expect(machine.cores > 0 && machine.memoryBytes > 1 << 28)
    // More than nothing, less than all there is.
    #expect(Machine.peakMemoryBytes() > 1 << 20)
    #expect(Machine.peakMemoryBytes() < Int(machine.memoryBytes))
  }
}

@Suite struct SourceRevisionTests {
  private let commit = "0123456789abcdef0123456789abcdef01234567"
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func checkout(_ files: [String: String], project: Bool = true) throws -> String? {
    for (name, text) in files { _ = try folder.file(name, text) }
    if project { _ = try folder.file("tree/Sources/w2s/W2S.swift", "") }
    return SourceRevision.commit(around: folder.path + "/tree/.build/release/w2s")
  }

  @Test func readsABranch() throws {
    let files = ["tree/.git/HEAD": "ref: refs/heads/main\n", "tree/.git/refs/heads/main": commit]
    #expect(try checkout(files) == commit)
  }

  @Test func readsAPackedBranch() throws {
    let files = [
      "tree/.git/HEAD": "ref: refs/heads/main\n",
      "tree/.git/packed-refs":
        "# pack-refs with: peeled\n\(String(commit.reversed())) refs/heads/other\n"
        + "\(commit) refs/heads/main\n",
    ]
    #expect(try checkout(files) == commit)
  }

  @Test func readsADetachedHead() throws {
    #expect(try checkout(["tree/.git/HEAD": commit + "\n"]) == commit)
  }

  @Test func readsAFurtherWorkTree() throws {
    let files = [
      "tree/.git": "gitdir: ../main/.git/worktrees/tree\n",
      "main/.git/worktrees/tree/HEAD": "ref: refs/heads/topic\n",
      "main/.git/worktrees/tree/commondir": "../..\n",
      "main/.git/refs/heads/topic": commit + "\n",
    ]
    #expect(try checkout(files) == commit)
  }

  @Test func knowsNothingOfAForeignCheckout() throws {
    #expect(try checkout(["tree/.git/HEAD": commit], project: false) == nil)
  }

  @Test(arguments: ["", "nonsense", "ref: refs/heads/gone"])
  func knowsNothingOfABrokenCheckout(head: String) throws {
    #expect(try checkout(["tree/.git/HEAD": head]) == nil)
  }
}
