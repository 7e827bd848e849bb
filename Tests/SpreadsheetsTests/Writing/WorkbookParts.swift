import CMinizip
import Glibc

@testable import Spreadsheets

/// A finished workbook, unpacked: part name to XML.
func parts(of path: String) -> [String: String] {
  guard let archive = unsafe unzOpen64(path) else { return [:] }
  defer { unsafe unzClose(archive) }
  var parts: [String: String] = [:]
  var status = unsafe unzGoToFirstFile(archive)
  while status == UNZ_OK {
    var name = [CChar](repeating: 0, count: 256)
    unsafe unzGetCurrentFileInfo64(archive, nil, &name, UInt(name.count - 1), nil, 0, nil, 0)
    guard unsafe unzOpenCurrentFile(archive) == UNZ_OK else { return parts }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let read = unsafe Int(
        buffer.withUnsafeMutableBytes { unsafe unzReadCurrentFile(archive, $0.baseAddress, UInt32($0.count)) })
      if read <= 0 { break }
      bytes += buffer[..<read]
    }
    unsafe unzCloseCurrentFile(archive)
    let key = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    parts[key] = String(decoding: bytes, as: UTF8.self)
    status = unsafe unzGoToNextFile(archive)
  }
  return parts
}

/// The bytes of a file; empty when it is not there.
func bytes(of path: String) -> [UInt8] {
  guard let file = unsafe fopen(path, "r") else { return [] }
  defer { unsafe fclose(file) }
  var all: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 65_536)
  while true {
    let read = unsafe buffer.withUnsafeMutableBytes { unsafe fread($0.baseAddress, 1, $0.count, file) }
    if read == 0 { return all }
    all += buffer[..<read]
  }
}

/// The names in a folder, sorted.
func names(in folder: String) -> [String] {
  guard let opened = unsafe opendir(folder) else { return [] }
  defer { unsafe closedir(opened) }
  var names: [String] = []
  while let entry = unsafe readdir(opened) {
    let name = unsafe withUnsafeBytes(of: entry.pointee.d_name) {
      unsafe String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
    }
    if name != ".", name != ".." { names.append(name) }
  }
  return names.sorted()
}

/// Gives the body an empty folder and takes it away afterwards.
func withFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
  var template = Array("/tmp/hotline-spreadsheets-XXXXXX".utf8CString)
  guard unsafe mkdtemp(&template) != nil else { throw WriteError.system(path: "/tmp", errno: errno) }
  let folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  defer {
    for name in names(in: folder) { unsafe remove("\(folder)/\(name)") }
    unsafe rmdir(folder)
  }
  return try body(folder)
}
