// How an event is drawn: symbols, soft discs and journeys on canvas. Nothing here knows where the data come from.
(function () {
  'use strict';
  var G = window.geomap;
  if (G.drawSymbol) { return; }

  // ---- symbols -------------------------------------------------------------------------------------------------------
  // The form says the status, the colour what the user chose, the size how many documents; a place that is only known as an
  // area has no edge of its own.

  function ringStyle(ctx, kind, wide) {
    ctx.lineCap = 'butt';
    ctx.lineWidth = wide;
    ctx.setLineDash([]);
    if (kind === 2) { ctx.setLineDash([wide * 1.9, wide * 1.3]); }
    if (kind === 3) { ctx.lineCap = 'round'; ctx.setLineDash([0.1, wide * 1.9]); }
  }

  function circle(ctx, x, y, r, from, to) {
    ctx.beginPath();
    ctx.arc(x, y, Math.max(r, 0.5), from || 0, to === undefined ? 2 * Math.PI : to);
  }

  // s: r, n, colour, statuses (counts in the order of STATUS), soft, selected
  G.drawSymbol = function (ctx, x, y, s) {
    var kinds = s.statuses.map(function (n, i) { return n ? i : -1; }).filter(function (i) { return i >= 0; });
    var mixed = kinds.length > 1, kind = kinds[0];
    var solid = s.statuses[0] + s.statuses[1] > 0;
    var colour = kinds.length === 1 && kind === 4 ? G.theme.faint : s.colour;
    ctx.save();
    var glowOnly = s.soft && !mixed && kind === 0;
    if (s.soft) { softGlow(ctx, x, y, s.r * 1.75, colour, glowOnly ? 0.95 : 0.5); }
    if (s.selected) {
      circle(ctx, x, y, s.r + 4.5);
      ctx.lineWidth = 2.5;
      ctx.setLineDash([]);
      ctx.strokeStyle = G.theme.mark;
      ctx.stroke();
    }
    if (!s.soft) {
      circle(ctx, x, y, s.r + 1.6);
      ctx.fillStyle = G.theme.surface;
      ctx.globalAlpha = 0.95;
      ctx.fill();
      ctx.globalAlpha = 1;
    }
    var inner = mixed || kind === 1 ? s.r - 3.6 : s.r - (solid ? 0 : 1.1);
    circle(ctx, x, y, inner);
    ctx.fillStyle = colour;
    ctx.globalAlpha = (solid ? 1 : kind === 2 || mixed ? 0.2 : kind === 3 ? 0.07 : 0.05) * (s.soft ? 0.62 : 1);
    if (!glowOnly) { ctx.fill(); }
    ctx.globalAlpha = s.soft ? 0.8 : 1;
    ctx.strokeStyle = colour;
    if (mixed) {
      segments(ctx, x, y, s, kinds);
    } else if (kind > 0) {
      ringStyle(ctx, kind, kind === 4 ? 1.6 : 2.2);
      circle(ctx, x, y, s.r - 1.1);
      ctx.stroke();
    }
    ctx.setLineDash([]);
    if (!mixed && kind === 4) {
      ctx.lineWidth = 2;
      ctx.beginPath();
      ctx.moveTo(x - s.r, y + s.r);
      ctx.lineTo(x + s.r, y - s.r);
      ctx.stroke();
    }
    ctx.globalAlpha = 1;
    if (s.n > 1) {
      ctx.font = '650 ' + (s.n > 99 ? 9.5 : 11) + 'px system-ui, sans-serif';
      ctx.textAlign = 'center';
      ctx.textBaseline = 'middle';
      if (solid) {
        ctx.fillStyle = readable(s.colour);
      } else {
        ctx.fillStyle = G.theme.ink;
      }
      ctx.fillText(short(s.n), x, y + 0.6);
    }
    ctx.restore();
  };

  // At most four signs, never more than there are: 999, 1.2k, 49k, 123k, 1.1m.
  function short(n) {
    if (n < 1000) { return String(n); }
    var unit = n < 1e6 ? 1e3 : 1e6, of = n / unit;
    return (of < 10 ? Math.floor(of * 10) / 10 : Math.floor(of)) + (unit < 1e6 ? 'k' : 'm');
  }
  G.short = short;

  function segments(ctx, x, y, s, kinds) {
    var total = kinds.reduce(function (sum, k) { return sum + s.statuses[k]; }, 0);
    var from = -Math.PI / 2, gap = 0.16;
    kinds.forEach(function (k) {
      var to = from + 2 * Math.PI * s.statuses[k] / total;
      ringStyle(ctx, k, k === 1 ? 3 : 2.2);
      if (k === 4) { ctx.strokeStyle = G.theme.faint; ctx.lineWidth = 1; } else { ctx.strokeStyle = s.colour; }
      circle(ctx, x, y, s.r - 1.1, from + gap / 2, to - gap / 2);
      ctx.stroke();
      from = to;
    });
  }

  function softGlow(ctx, x, y, r, colour, strength) {
    var glow = ctx.createRadialGradient(x, y, r * 0.15, x, y, r);
    glow.addColorStop(0, tint(colour, strength));
    glow.addColorStop(0.55, tint(colour, strength * 0.6));
    glow.addColorStop(1, tint(colour, 0));
    circle(ctx, x, y, r);
    ctx.fillStyle = glow;
    ctx.fill();
  }

  function rgb(hex) { return [1, 3, 5].map(function (i) { return parseInt(hex.slice(i, i + 2), 16); }); }
  G.rgb = rgb;
  function tint(hex, alpha) { return 'rgba(' + rgb(hex).join(',') + ',' + alpha + ')'; }

  // White or near-black, whichever stands out more (WCAG relative luminance).
  function readable(hex) { return G.luminance(hex) > 0.36 ? '#16202a' : '#ffffff'; }

  G.luminance = function (hex) {
    var l = rgb(hex).map(function (v) { v /= 255; return v <= 0.03928 ? v / 12.92 : Math.pow((v + 0.055) / 1.055, 2.4); });
    return 0.2126 * l[0] + 0.7152 * l[1] + 0.0722 * l[2];
  };

  G.EventSymbol = L.CircleMarker.extend({
    // Stand for other events, at another place. The radius that Leaflet knows leaves room for rings and glow.
    become: function (s) {
      this.symbol = s;
      this.feature = { type: 'Feature', properties: { ids: s.ids, click: 0 } };
      this.options.radius = this._radius = s.soft ? s.r * 1.75 : s.r + 7;
      return this.setLatLng([s.lat, s.lon]);
    },
    // A finger or a pointer has to be nearer.
    _containsPoint: function (p) { return p.distanceTo(this._point) <= this.symbol.r + (L.Browser.mobile ? 8 : 3); },
    _updatePath: function () {
      var canvas = this._renderer;
      if (!canvas._drawing || this._empty()) { return; }
      G.drawSymbol(canvas._ctx, this._point.x, this._point.y, this.symbol);
    }
  });

  G.SoftDisc = L.Circle.extend({
    _updatePath: function () {
      var canvas = this._renderer;
      if (!canvas._drawing || this._empty()) { return; }
      var ctx = canvas._ctx, p = this._point, r = Math.max(this._radius, 1), squash = Math.max(this._radiusY, 1) / r;
      ctx.save();
      ctx.translate(p.x, p.y);
      ctx.scale(1, squash);
      var glow = ctx.createRadialGradient(0, 0, r * 0.1, 0, 0, r);
      glow.addColorStop(0, tint(this.options.color, this.options.strong ? 0.3 : 0.18));
      glow.addColorStop(1, tint(this.options.color, this.options.strong ? 0.1 : 0.04));
      circle(ctx, 0, 0, r);
      ctx.fillStyle = glow;
      ctx.fill();
      ctx.setLineDash([7, 6]);
      ctx.lineWidth = 1.1;
      ctx.strokeStyle = tint(this.options.color, this.options.strong ? 0.85 : 0.45);
      ctx.stroke();
      ctx.restore();
    }
  });

  G.Journey = L.Polyline.extend({
    _updatePath: function () {
      var canvas = this._renderer;
      canvas._updatePoly(this, false);
      if (!canvas._drawing) { return; }
      var points = this.getLatLngs(), middle = Math.floor(points.length * 0.58);
      var a = G.map.latLngToLayerPoint(points[middle - 1]), b = G.map.latLngToLayerPoint(points[middle]);
      var ctx = canvas._ctx;
      ctx.save();
      ctx.translate(b.x, b.y);
      ctx.rotate(Math.atan2(b.y - a.y, b.x - a.x));
      ctx.setLineDash([]);
      ctx.beginPath();
      ctx.moveTo(7, 0);
      ctx.lineTo(-4, -4.5);
      ctx.lineTo(-4, 4.5);
      ctx.closePath();
      ctx.globalAlpha = this.options.opacity;
      ctx.fillStyle = this.options.color;
      ctx.fill();
      ctx.restore();
    }
  });

  // A bow from origin to destination, the short way round the world.
  G.bow = function (lat1, lon1, lat2, lon2) {
    if (lon2 - lon1 > 180) { lon2 -= 360; }
    if (lon1 - lon2 > 180) { lon2 += 360; }
    var a = G.map.project([lat1, lon1], 4), b = G.map.project([lat2, lon2], 4), out = [];
    var c = L.point((a.x + b.x) / 2 + (b.y - a.y) * 0.16, (a.y + b.y) / 2 - (b.x - a.x) * 0.16);
    for (var i = 0; i <= 40; i++) {
      var t = i / 40, u = 1 - t;
      out.push(G.map.unproject([u * u * a.x + 2 * u * t * c.x + t * t * b.x, u * u * a.y + 2 * u * t * c.y + t * t * b.y], 4));
    }
    return out;
  };
})();
