import Domain
import FoundationEssentials
import Glibc

/// The folders below which whoever keeps the schedules of a unit may have files put.
public struct ReportFolders: Sendable, Equatable {
  /// As the administrator named them.
  public let paths: [String]

  /// Some folders.
  public init(_ paths: [String]) { self.paths = paths }

  /// Whether a path is below one of them, as it is written and as its links lead now.
  func hold(_ path: String) -> Bool { name(path) && leadsInside(path) }

  /// Why a schedule's file is not put where its folder leads now: a link that was made since leads out of these; `nil` where
  /// nothing is against it. A folder elsewhere was named by somebody who may name any.
  func reason(against schedule: ReportSchedule) -> String? {
    guard schedule.unit != nil, case .folder(let path) = schedule.destination, name(path), !leadsInside(path) else {
      return nil
    }
    return "the folder leads by a link out of those that are allowed; take the link away, or name another folder"
  }

  private func name(_ path: String) -> Bool {
    path.hasPrefix("/") && !Self.parts(path).contains("..") && paths.contains { Self.isBelow(path, $0) }
  }

  private func leadsInside(_ path: String) -> Bool {
    guard let real = Self.resolved(path) else { return false }
    return paths.contains { folder in Self.resolved(folder).map { Self.isBelow(real, $0) } ?? false }
  }

  private static func parts(_ path: String) -> [Substring] { path.split(separator: "/") }

  private static func isBelow(_ path: String, _ folder: String) -> Bool { parts(path).starts(with: parts(folder)) }

  /// The path without links, as far as it is there; `nil` where a link leads nowhere, since nobody knows what comes there.
  private static func resolved(_ path: String) -> String? {
    var status = stat()
    if unsafe lstat(path, &status) == 0 {
      guard let real = unsafe realpath(path, nil) else { return nil }
      defer { unsafe free(real) }
      return unsafe String(cString: real)
    }
    let parts = parts(path)
    guard let last = parts.last else { return nil }
    return resolved("/" + parts.dropLast().joined(separator: "/")).map { "\($0)/\(last)" }
  }
}
