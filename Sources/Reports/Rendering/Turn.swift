import Glibc

/// Points on a circle.
enum Turn {
  /// After a share of the whole turn, clockwise from the top, y downwards, on a circle of radius 1.
  static func point(_ share: Double) -> (x: Double, y: Double) {
    (sin(share * 2 * .pi), -cos(share * 2 * .pi))
  }
}
