import Foundation
import Testing

@testable import CLI

@Suite struct PendingFileTests {
  @Test func aNewFileTakesNoOnesPlace() throws {
    let folder = try ScratchFolder()
    try {
      let sink = try ResultSink(path: folder.file("seal.txt"), isNew: true)
      sink.buffer.append(contentsOf: "second".utf8)
      // Another command was faster, after this one had looked.
      try Data("first".utf8).write(to: URL(filePath: folder.file("seal.txt")))
      #expect(throws: Failure.self) { try sink.finish() }
    }()
    #expect(try folder.text("seal.txt") == "first")
    #expect(try folder.names() == ["seal.txt"])
  }

  @Test func aNewFileGetsItsName() throws {
    let folder = try ScratchFolder()
    let sink = try ResultSink(path: folder.file("seal.txt"), isNew: true)
    sink.buffer.append(contentsOf: "only".utf8)
    try sink.finish()
    #expect(try folder.text("seal.txt") == "only")
    #expect(try folder.names() == ["seal.txt"])
  }

  @Test func anotherFileIsReplaced() throws {
    let folder = try ScratchFolder()
    for text in ["first", "second"] {
      let sink = try ResultSink(path: folder.file("list.csv"))
      sink.buffer.append(contentsOf: text.utf8)
      try sink.finish()
    }
    #expect(try folder.text("list.csv") == "second")
  }
}
